"""A real SMTP server for tests: `smtpserver.py MODE PORT [CERT KEY] [USER PASSWORD]`, MODE one of plain,
starttls, tls. Says "ready", then each message that it took as a line of JSON. It refuses receivers at
refused.example, and the mail of refused@sender.example; receivers at later.example it puts off twice."""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


LATER = {}  # how often each was put off


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address == "refused@sender.example":
            return "550 5.7.1 this sender may not"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith("@later.example") and LATER.get(address, 0) < 2:
            LATER[address] = LATER.get(address, 0) + 1
            return "450 4.2.0 greylisted"
        if address.endswith("@refused.example"):
            return "550 5.1.1 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos,
                          "bytes": envelope.original_content.decode("latin-1"),
                          "tls": session.ssl is not None or sys.argv[1] == "tls", "user": session.auth_data}), flush=True)
        return "250 taken"


def main():
    mode, port = sys.argv[1], int(sys.argv[2])
    rest = sys.argv[3:]
    context = None
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(rest[0], rest[1])
        rest = rest[2:]
    login = tuple(rest[:2])

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=good, handled=False, auth_data=login[0])

    def protocol():
        return SMTP(Handler(), hostname="localhost", tls_context=context if mode == "starttls" else None,
                    require_starttls=mode == "starttls", auth_required=bool(login),
                    auth_require_tls=mode == "starttls", authenticator=authenticate if login else None)

    async def serve():
        server = await asyncio.get_running_loop().create_server(
            protocol, "127.0.0.1", port, ssl=context if mode == "tls" else None)
        print("ready", flush=True)
        async with server:
            await server.serve_forever()

    asyncio.run(serve())


main()
