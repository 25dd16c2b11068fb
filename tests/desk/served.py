"""Two aliases of a company, as the desk knows them."""

from __future__ import annotations

from mailtracker.desk.alias import AliasNames

SERVED = (
    AliasNames("IT help", ("it-help@corp.example", "support@corp.example"), prefix="IT"),
    AliasNames("Payroll", ("payroll@corp.example", "salaries@corp.example"), prefix="PAY"),
)
