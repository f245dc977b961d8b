// Whom this system trusts, as a file for libraries that know files alone.

#include "base/authorities.h"
#include "base/literals.h"
#include "testmain.h"
#include "testprocess.h"

#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;

class tst_Authorities : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qunsetenv("SSL_CERT_FILE");
        qunsetenv("SSL_CERT_DIR");
        for (const QString &name : {u"one"_s, u"two"_s}) {
            const test::Finished made = test::run(
                u"openssl"_s,
                {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                 u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                 u"/CN="_s + name, u"-keyout"_s, file(u"key"_s), u"-out"_s, file(name)});
            QVERIFY2(made.exitCode == 0, qPrintable(made.err));
            m_known += QSslCertificate::fromPath(file(name));
        }
        QCOMPARE(m_known.size(), 2);
    }

    void theSystemsFileIsThere()
    {
        const QString known = systemAuthorities();
        QVERIFY(known.isEmpty() || QFileInfo(known).isReadable());
    }

    void theEnvironmentGoesFirst()
    {
        QCOMPARE(authoritiesForOpenSsl(), systemAuthorities());
        for (const char *name : {"SSL_CERT_FILE", "SSL_CERT_DIR"}) {
            qputenv(name, "/somewhere");
            const auto forget = qScopeGuard([name] { qunsetenv(name); });
            QCOMPARE(authoritiesForOpenSsl(), QString());
        }
    }

    void whatWasWrittenIsRead()
    {
        const QString path = file(u"new folder/authorities.pem"_s);
        QVERIFY(writeAuthorities(m_known, path));
        QCOMPARE(QSslCertificate::fromPath(path), m_known);
        // Nothing is written where it is there already: others may be reading it.
        const QDateTime before = QDateTime::fromSecsSinceEpoch(1'000'000'000);
        QFile opened(path);
        QVERIFY(opened.open(QIODevice::ReadWrite));
        QVERIFY(opened.setFileTime(before, QFileDevice::FileModificationTime));
        opened.close();
        QVERIFY(writeAuthorities(m_known, path));
        QCOMPARE(QFileInfo(path).lastModified(), before);
        QVERIFY(writeAuthorities(m_known.first(1), path));
        QCOMPARE(QSslCertificate::fromPath(path), m_known.first(1));
    }

    void noneAreNoFile()
    {
        QVERIFY(!writeAuthorities({}, file(u"empty.pem"_s)));
        QVERIFY(!QFile::exists(file(u"empty.pem"_s)));
        QVERIFY(!writeAuthorities(m_known, file(u"one/below a file.pem"_s)));
    }

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QList<QSslCertificate> m_known;
};

PARKING_TEST(tst_Authorities)
#include "tst_authorities.moc"
