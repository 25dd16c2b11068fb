"""The two configuration languages of Dovecot, as templates: 2.4 refuses a file
of 2.3 and the other way round.

Dovecot tells an idling client of news 0.5 s after they happen, by design; no setting
changes that (measured, 2.3 and 2.4).

A process of `imap` serves one login after the other: to start one for each costs five times what
the login does, and a company of ours logs in three times a turn.
"""

CONF_23 = """\
base_dir = {d}/run
state_dir = {d}/state
log_path = {d}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
{private}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 512M
mail_location = maildir:~/Maildir
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
mailbox_list_index = no
mail_fsync = never
postmaster_address = postmaster@corp.example
hostname = dovecot.corp.example
recipient_delimiter = +
lmtp_hdr_delivery_address = none
mail_plugins = acl
protocol imap {{
  mail_max_userip_connections = 200
  mail_plugins = $mail_plugins imap_acl
}}
plugin {{
  acl = vfile:{d}/acl:cache_secs=0
}}
passdb {{
  mechanisms = plain login none
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {d}/users
}}
userdb {{
  driver = static
  args = home={d}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  client_limit = 1
  service_count = 0
  process_limit = 200
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service stats {{
  chroot =
}}
"""

CONF_24 = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {d}/run
state_dir = {d}/state
log_path = {d}/log
protocols {{
  imap = yes
  lmtp = yes
}}
listen = 127.0.0.1
ssl = no
{private}
auth_allow_cleartext = yes
auth_failure_delay = 0
auth_mechanisms {{
  plain = yes
  login = yes
}}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 512M
mail_driver = maildir
mail_home = {d}/mail/%{{user}}
mail_path = ~/Maildir
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
mailbox_list_index = no
mail_fsync = never
postmaster_address = postmaster@corp.example
hostname = dovecot.corp.example
recipient_delimiter = +
lmtp_hdr_delivery_address = none
mail_plugins {{
  acl = yes
}}
acl_driver = vfile
acl_global_path = {d}/acl
acl_cache_ttl = 0
protocol imap {{
  mail_plugins {{
    imap_acl = yes
  }}
  mail_max_userip_connections = 200
}}
passdb passwd-file {{
  passwd_file_path = {d}/users
  default_password_scheme = PLAIN
  auth_username_format = %{{user}}
}}
userdb static {{
  fields {{
    home = {d}/mail/%{{user}}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  restart_request_count = unlimited
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  client_limit = 1
  restart_request_count = unlimited
  process_limit = 200
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service stats {{
  chroot =
}}
"""

# Every mail may be answered (RFC 6131): a program that keeps no list of whom it told.
SIEVE_23 = """\
submission_host = 127.0.0.1:{submission}
protocol lmtp {{
  mail_plugins = $mail_plugins sieve
}}
plugin {{
  sieve = file:{d}/sieve/%u.sieve
  sieve_extensions = +vacation-seconds
  sieve_vacation_min_period = 0
}}
"""

SIEVE_24 = """\
submission_host = 127.0.0.1:{submission}
protocol lmtp {{
  mail_plugins {{
    sieve = yes
  }}
}}
sieve_script personal {{
  driver = file
  path = {d}/sieve/%{{user}}.sieve
}}
sieve_extensions {{
  vacation-seconds = yes
}}
sieve_vacation_min_period = 0
"""

# INBOX is not counted, so that mail still comes when a move finds no room.
QUOTA_23 = """\
mailbox_list_index = yes
protocol imap {{
  mail_plugins = $mail_plugins quota
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:bytes={quota}
  quota_rule2 = INBOX:ignore
}}
"""

QUOTA_24 = """\
mailbox_list_index = yes
mail_plugins {{
  quota = yes
}}
quota "User quota" {{
  driver = count
  storage_size = {quota}
}}
mailbox INBOX {{
  quota_ignore = yes
}}
"""

# Words of clients about a folder (RFC 5464), shared by all who may see it.
METADATA_23 = """\
mail_attribute_dict = file:{d}/attributes-%u
protocol imap {{
  imap_metadata = yes
}}
"""

METADATA_24 = """\
mail_attribute {{
  dict file {{
    path = {d}/attributes-%{{user}}
  }}
}}
protocol imap {{
  imap_metadata = yes
}}
"""

# Access tokens; who knows them is asked over HTTP (RFC 7662). In 2.3 the keys have a file of their
# own, in 2.4 (not tried) they stand in the main one.
TOKENS_23 = """\
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {d}/oauth2
}}
"""

TOKENS_KEYS_23 = """\
introspection_mode = post
introspection_url = http://127.0.0.1:{introspection}/introspect
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
scope = mail
"""

TOKENS_24 = """\
auth_mechanisms {{
  xoauth2 = yes
  oauthbearer = yes
}}
oauth2 {{
  introspection_mode = post
  introspection_url = http://127.0.0.1:{introspection}/introspect
  force_introspection = yes
  username_attribute = username
  active_attribute = active
  active_value = true
}}
"""
