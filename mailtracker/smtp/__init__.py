"""Edge. One delivery: bytes and an envelope in; sent, retry, failed or uncertain out. The only room
that knows aiosmtplib.
"""

from mailtracker.smtp.body import LargeMail
from mailtracker.smtp.connect import Relayhost
from mailtracker.smtp.delivery import Delivery, SmtpAnswer
from mailtracker.smtp.link import SmtpLink

__all__ = ["Delivery", "LargeMail", "Relayhost", "SmtpAnswer", "SmtpLink"]
