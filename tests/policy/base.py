"""What every set of rules needs around its rules, as small as can be."""

BASE = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example}
  ana: {name: Ana Costa, email: ana@corp.example}
hours: {office: {zone: Europe/Berlin, mon-fri: "09:00-17:00"}}
promises: {normal: {first_reply: 4 working hours, hours: office}}
ladders: {default: [{at: 100%, remind: owner}]}
fallback: {to: ana, report_to: ana}
"""
