"""What telephones and mail programs write below a mail is no word of the writer's; what only begins
like it is.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.text.split import split

SIGNED = """\
Sent from my iPhone
(sent from a phone)
[Sent from my iPhone]
<<sent by galaxy>>
From My iPhone 16
Sent from Mailbox
Sent from handheld
Sent on the go
Sent from my cell, please excuse any typos.
Sent from my iPad
Sent from my Samsung Galaxy smartphone.
Sent from my Galaxy
Sent from Outlook for iOS
Sent from Outlook for Android
Sent from Outlook for Mac
Sent from Outlook
Sent from Mail for Windows
Sent from Mail for Windows 10
Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows
Gesendet von Mail<https://go.microsoft.com/fwlink/?LinkId=550986> für Windows
Sent from Yahoo Mail for iPhone
Sent from Yahoo Mail on Android
Sent from Proton Mail for iOS
Sent from Proton Mail for Android
Sent from Proton Mail Android
Sent with Proton Mail secure email.
Sent from ProtonMail mobile
Sent from Gmail Mobile
Sent from my Android device with K-9 Mail. Please excuse my brevity.
Sent from my Huawei phone
Sent from my Xiaomi
Sent from my mobile
Sent from my mobile device
Sent from my BlackBerry 10 smartphone.
Sent from Samsung tablet
Sent from Samsung Mobile
Sent from Spark
Sent via Spark
Sent via Superhuman iOS ( https://sprh.mn/?vip=eva@corp.example )
Sent via Superhuman
Sent with Airmail
Sent with Spark
Sent with Aqua Mail for Android
Sent with Tuta; https://tuta.com
Sent from my Pixel
Sent from my phone
Sent from my T-Mobile 5G Device
Sent from my Verizon, Samsung Galaxy smartphone
Sent from my Windows Phone
Sent from Surface
Sent from a mobile device
Sent from Nine
Sent from TypeApp
Sent from BlueMail
Sent from Front
Sent from eM Client | www.emclient.com
Sent using Zoho Mail
Sent using Fastmail
Sent from Canary (https://canarymail.io)
Sent from Rediffmail on Android
Sent from AOL on Android
Sent from Frontier Yahoo Mail on Android
Get Outlook for iOS
Get Outlook for Android<https://aka.ms/AAb9ysg>
Get BlueMail for Android
Von meinem iPhone gesendet
Von meinem iPad gesendet
Von meinem Samsung Galaxy Smartphone gesendet.
Von meinem Handy gesendet
Gesendet von meinem Galaxy
Gesendet mit der GMX Mail App
Gesendet mit der WEB.DE Mail App
Gesendet mit der Telekom Mail App
Gesendet von Outlook für iOS
Gesendet von Outlook für Android
Gesendet von Mail für Windows
Gesendet aus Yahoo Mail auf Android
Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.
Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.
Gesendet mit Proton Mail
Von Proton Mail für Android gesendet
Holen Sie sich Outlook für Android<https://aka.ms/x>
Outlook für Android herunterladen
Gesendet von meinem iPhone
Verstuurd vanaf mijn iPhone
Verzonden vanaf mijn iPad
Verzonden via mijn Samsung Galaxy-smartphone.
Verzonden vanuit Outlook voor Android
Verzonden vanaf Outlook voor iOS
Verzonden vanuit Mail voor Windows
Outlook voor iOS downloaden<https://aka.ms/o0ukef>
Outlook voor Android downloaden
Download Outlook voor Android
Verstuurd met Proton Mail
Verzonden met Proton Mail beveiligde e-mail.
Sendt fra min iPhone
Sendt fra min iPad
Sendt fra min Samsung Galaxy-smartphone.
Sendt fra Outlook til iOS
Sendt fra Outlook til Android
Sendt fra Mail til Windows
Sendt fra min mobil
Hent Outlook til Android<https://aka.ms/x>
Hent Outlook til iOS
Sendt med Proton Mail
Sendt fra Proton Mail til Android
Sendt fra Yahoo Mail på Android
Enviado do meu iPhone
Enviado do meu iPad
Enviado a partir do meu iPhone
Enviado do meu smartphone Samsung Galaxy.
Enviado do meu Galaxy
Enviado do Outlook para iOS
Enviado do Outlook para Android
Enviado do Email para Windows
Enviado do Correio para Windows
Enviado do Yahoo Mail no Android
Obter o Outlook para iOS<https://aka.ms/x>
Obter o Outlook para Android
Baixe o Outlook para Android
Enviado com o e-mail seguro da Proton Mail.
Enviado do Proton Mail para Android
Enviado através de Proton Mail
Envoyé de mon iPhone
Envoyé de mon iPad
Envoyé depuis mon iPhone
Envoyé depuis mon appareil mobile Samsung.
Envoyé depuis mon smartphone Samsung Galaxy.
Envoyé à partir de Outlook pour iOS
Envoyé à partir d’Outlook pour Android
Envoyé à partir de Courrier pour Windows
Envoyé depuis Outlook pour Android
Envoyé depuis l'application Mail Orange
Envoyé depuis Yahoo Mail pour Android
Envoyé depuis Proton Mail pour Android.
Envoyé avec la messagerie sécurisée Proton Mail.
Envoyé par mon téléphone
Télécharger Outlook pour Android<https://aka.ms/x>
Obtenir Outlook pour iOS
Obtenez Outlook pour Android
Enviado desde mi iPhone
Enviado desde mi Samsung Mobile de Claro
Enviado desde Outlook para Android
Enviado desde Correo para Windows
Obtener Outlook para Android
Inviato da iPhone
Inviato dal mio iPhone
Inviato da Outlook per Android
Inviato da Posta per Windows
Inviato dal mio dispositivo Samsung
Scarica Outlook per Android
Ottieni Outlook per iOS
Skickat från min iPhone
Skickat från Outlook för Android
Hämta Outlook för Android
Sendt fra Outlook for iOS
Last ned Outlook for Android
Lähetetty iPhonesta
Lähetetty Outlook for Androidista
Hanki Outlook for Android
Wysłane z iPhone'a
Wysłane z telefonu Samsung Galaxy
Pobierz aplikację Outlook dla systemu Android
Odesláno z iPhonu
Odesláno z Outlooku pro Android
Získejte Outlook pro Android
iPhoneから送信
發自我的 iPhone
发自我的iPhone
发自我的小米手机
從我的 iPhone 傳送
Отправлено с iPhone
Отправлено из Outlook для Android
Отправлено из мобильной Яндекс Почты
나의 iPhone에서 보냄
""".splitlines()

WRITTEN = """\
Sent from my side everything is ready.
Outlook für Android kann ich nicht installieren.
Outlook for Android crashes
From my phone I cannot read mail.
From my iPhone the calendar is gone
Sent by Bo yesterday
Sent on the going rate of last year
(sent from the warehouse)
Sent from the warehouse yesterday, it has not come.
Sent with the courier at nine.
Sent via DHL this morning
Sent to the wrong address.
Get Outlook to work again please
Get Outlook for the new colleague, too.
Gesendet mit der Post am Montag
Gesendet wurde es von Bo
Von meinem Schreibtisch aus sehe ich nichts.
Von meinem Rechner wird nichts mehr gesendet, seit gestern.
Von meinem Konto wurde etwas gesendet
Verzonden met de post
Verzonden via DHL op maandag
Verstuurd is het al, zegt Bo.
Sendt fra lageret i går
Sendt med posten mandag
Hent Outlook-filen på serveren
Enviado do armazém ontem
Enviado com atraso para o cliente
Enviado pelo correio na segunda
Obter o Outlook de volta?
Envoyé depuis le site, rien ne marche
Envoyé par la poste lundi
Envoyé avec retard au client.
Télécharger Outlook ne marche pas
Inviato da Bo ieri
Skickat från lagret igår
Lähetetty eilen postissa
发自内心的感谢
""".splitlines()

OWN = "It still fails.\nPlease call me."


@pytest.mark.parametrize("line", SIGNED)
def test_what_a_device_or_a_program_signs_with_is_nobody_s_word(line: str) -> None:
    assert split(f"{OWN}\n\n{line}").new == OWN
    assert split(f"{OWN}\n\n{line}\n\nOn 11/23/26 9:02 AM, Bo wrote:\n\n> hello").new == OWN


@pytest.mark.parametrize("line", WRITTEN)
@pytest.mark.parametrize("text", ["{}", "It fails.\n\n{}", "It fails.\n\n{}\n\nEva"])
def test_what_only_begins_so_is_the_writer_s(line: str, text: str) -> None:
    whole = text.format(line)
    assert split(whole).new == whole


@pytest.mark.parametrize("drawn", ["--", "---", "_______", "—"])
def test_a_line_drawn_above_such_a_line_goes_with_it(drawn: str) -> None:
    assert split(f"{OWN}\n\n{drawn}\nSent from my iPhone").new == OWN
