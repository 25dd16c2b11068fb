#!/usr/bin/env bash
# ical.js takes the 20th Monday of the year for every Monday, and the 21st for the first.
#
# Seen with ical.js 2.2.1, on Node.js 20.20.2.
# Expected: what stands before a weekday of a yearly rule counts within the year, from 1 to 53
#   (RFC 5545, section 3.3.10). "FREQ=YEARLY;BYDAY=20MO" is an example of that RFC's own: the 20th
#   Monday of each year (section 3.8.5.3).
# Instead: only the last digit of the number counts. 20MO is 0MO, as if no number stood there: a
#   meeting of once a year is there each week. 21MO is 1MO, and -11FR 1FR, both in January. Up to 9
#   all is well, and a rule that is written out again has its number whole: other programs that read
#   it show other days.
# Concerns: mailtracker/feeds/entries.py, `_times`, which follows such a rule as it stands: whoever
#   looks at the same calendar in a program that is built on ical.js sees other days than we do.
#
# No port is opened.
# Exit code: 0 as described, 1 it behaves otherwise, 2 the package could not be had.
set -euo pipefail

package=ical.js@2.2.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cannot() {
    echo "icaljs-twentieth-monday: $1" >&2
    exit 2
}

node --version > "$work/log" 2>&1 || cannot "this needs Node.js with npm"
timeout 80 npm install --loglevel=error --prefix "$work" --cache "$work/cache" --ignore-scripts \
    --no-audit --no-fund --no-update-notifier "$package" > "$work/log" 2>&1 ||
    cannot "no such package here: $(sed -n 2p "$work/log")"

cat > "$work/look.mjs" <<'LOOK'
import ICAL from "ical.js";

function show(what, begins) {
  const rule = ICAL.Recur.fromString(`FREQ=YEARLY;BYDAY=${what}`);
  const days = rule.iterator(ICAL.Time.fromString(`${begins}T09:00:00`));
  const first = Array.from({ length: 3 }, () => days.next().toString().slice(0, 10));
  console.log(`${what}: ${first.join(", ")}; written out: ${rule}`);
}

show("9MO", "1997-03-03");
show("20MO", "1997-05-19");
show("21MO", "1997-05-26");
show("-11FR", "1997-10-17");
LOOK
env -i PATH="$PATH" node "$work/look.mjs" > "$work/seen" 2> "$work/log" ||
    cat "$work/log" >&2

cat > "$work/described" <<'SEEN'
9MO: 1997-03-03, 1998-03-02, 1999-03-01; written out: FREQ=YEARLY;BYDAY=9MO
20MO: 1997-05-19, 1997-05-26, 1997-06-02; written out: FREQ=YEARLY;BYDAY=20MO
21MO: 1998-01-05, 1999-01-04, 2000-01-03; written out: FREQ=YEARLY;BYDAY=21MO
-11FR: 1998-01-02, 1999-01-01, 2000-01-07; written out: FREQ=YEARLY;BYDAY=-11FR
SEEN

echo "$package, Node.js $(node --version)"
cat "$work/seen"
if ! diff "$work/described" "$work/seen"; then
    echo "icaljs-twentieth-monday: this is no longer what the finding says" >&2
    exit 1
fi
