"""Edge. Who we are in; access tokens out, one for all who ask (RFC 6749). The only room that knows
msal and google-auth.
"""

from mailtracker.oauth.sign_in import SignIn, SignInState
from mailtracker.oauth.token import AccessToken, NoAccess, TokenSource

__all__ = ["AccessToken", "NoAccess", "SignIn", "SignInState", "TokenSource"]
