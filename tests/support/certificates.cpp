#include "certificates.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "testprocess.h"

namespace parking::test {

Result<> makeCertificates(const QString &folder)
{
    const QString openssl = findProgram(u"openssl"_s);
    if (openssl.isEmpty())
        return Error{problem::kConfiguration, u"the openssl command is not installed"_s};
    const auto file = [&folder](const QString &name) { return folder + u'/' + name; };
    // name of the certificate, its subject, the file of its signer
    const struct {
        QString name;
        QString subject;
        QString signer;
    } wanted[] = {{u"ca"_s, u"/CN=test CA"_s, {}},
                  {u"other-ca"_s, u"/CN=another CA"_s, {}},
                  {u"server"_s, u"/CN=localhost"_s, u"ca"_s},
                  {u"client"_s, u"/CN=station"_s, u"ca"_s}};
    for (const auto &one : wanted) {
        QStringList words{u"req"_s,
                          u"-x509"_s,
                          u"-newkey"_s,
                          u"rsa:2048"_s,
                          u"-nodes"_s,
                          u"-days"_s,
                          u"2"_s,
                          u"-keyout"_s,
                          file(one.name + u".key"_s),
                          u"-out"_s,
                          file(one.name + u".crt"_s),
                          u"-subj"_s,
                          one.subject};
        if (!one.signer.isEmpty())
            words += {u"-CA"_s,     file(one.signer + u".crt"_s),
                      u"-CAkey"_s,  file(one.signer + u".key"_s),
                      u"-addext"_s, u"subjectAltName=DNS:localhost"_s,
                      u"-addext"_s, u"basicConstraints=CA:FALSE"_s};
        const Finished made = run(openssl, words);
        if (made.exitCode != 0)
            return Error{problem::kConfiguration, made.err};
    }
    return {};
}

} // namespace parking::test
