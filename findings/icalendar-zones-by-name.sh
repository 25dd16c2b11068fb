#!/usr/bin/env bash
# icalendar reads a calendar in the time zone that another one of the process called by the same name.
#
# Seen with icalendar 7.3.2 and python-dateutil 2.9.0.post0, on CPython 3.11.7.
# Expected: a calendar's times are those of the zones that stand in it (RFC 5545, section 3.6.5: a
#   TZID means a VTIMEZONE of the same iCalendar object).
# Instead: zones that are no IANA ones are kept by name for the whole process, and the first of a name
#   stays. Of two people's calendars that both call their own zone "Home", the one that is read second
#   has its times in the first one's. What is read next says nothing of it.
#   icalendar.timezone.tzp.use_default() has them all forgotten.
# Concerns: mailtracker/feeds/entries.py, which has zones forgotten before each calendar.
#
# No port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the packages could not be had.
set -euo pipefail

packages=(icalendar==7.3.2 python-dateutil==2.9.0.post0 six==1.17.0 tzdata==2026.6 typing-extensions==4.16.0)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "icalendar-zones-by-name: $1" >&2
    exit 2
}

python3 -m venv "$work/venv" || cannot "this needs Python 3 with venv"
timeout 80 "$work/venv/bin/pip" -q install --no-deps "${packages[@]}" 2> "$work/log" ||
    cannot "no such packages here: $(tail -1 "$work/log")"

cat > "$work/look.py" <<'LOOK'
from datetime import UTC

from icalendar import Calendar
from icalendar.timezone import tzp

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//corp//finding//EN
BEGIN:VTIMEZONE
TZID:Home
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTART;TZID=Home:20261201T090000
END:VEVENT
END:VCALENDAR
"""


def begins(offset):
    calendar = Calendar.from_ical(CALENDAR.format(offset=offset))
    return f"{calendar.walk('VEVENT')[0]['DTSTART'].dt.astimezone(UTC):%H:%M} UTC"


print("09:00 at +01:00:", begins("+0100"))
print("09:00 at -05:00, read next:", begins("-0500"))
tzp.use_default()
print("the same, once zones are forgotten:", begins("-0500"))
LOOK
env -i PATH="$PATH" "$work/venv/bin/python" "$work/look.py" > "$work/seen" 2> "$work/log" ||
    cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
09:00 at +01:00: 08:00 UTC
09:00 at -05:00, read next: 08:00 UTC
the same, once zones are forgotten: 14:00 UTC
SEEN

"$work/venv/bin/python" --version
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "icalendar-zones-by-name: this is no longer what the finding says" >&2
    exit 1
fi
