#pragma once

#include "base/literals.h"
#include "store/database.h"
#include "store/databaseurl.h"
#include "testpaths.h"
#include "testprocess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace parking::test {

/// The real parkctl in a home and a working folder of its own: nothing of the computer it runs on
/// sets anything. Site commands work on an SQLite file in its data folder.
class Parkctl {
public:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString dataDir() const { return file(u"data"_s); }
    QString databaseUrl() const { return store::sqliteUrl(dataDir() + u"/parking.sqlite"_s); }

    void setEnvironment(const QString &name, const QString &value) { m_more.insert(name, value); }
    void clearEnvironment() { m_more.clear(); }

    void prepare(QProcess &process, const QStringList &words) const
    {
        QProcessEnvironment environment = m_more;
        for (const QString &name : {u"PATH"_s, u"LD_LIBRARY_PATH"_s, u"ASAN_OPTIONS"_s, u"LC_ALL"_s,
                                    u"SYSTEMROOT"_s}) { // without it Windows has no sockets
            if (qEnvironmentVariableIsSet(qPrintable(name)))
                environment.insert(name, qEnvironmentVariable(qPrintable(name)));
        }
        environment.insert(u"HOME"_s, m_folder.path());
        tie(process);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder.path());
        process.setProgram(programPath(u"parkctl"_s));
        process.setArguments(words);
    }

    Finished run(const QStringList &words) const
    {
        QProcess process;
        prepare(process, words);
        return finish(process, 60'000);
    }
    /// The words of a literal, split at blanks.
    Finished run(const char *words) const { return run(QString::fromUtf8(words).split(u' ')); }

    /// A command that works on the site in the data folder.
    Finished onSite(const QStringList &words) const { return run(words + siteWords()); }
    Finished onSite(const char *words) const
    {
        return onSite(QString::fromUtf8(words).split(u' '));
    }
    QStringList siteWords() const { return {u"--set"_s, u"DATA_DIR="_s + dataDir()}; }

    std::unique_ptr<store::Database> database() const
    {
        auto opened = store::Database::open({.url = databaseUrl()});
        return opened ? std::move(*opened) : nullptr;
    }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_more;
};

/// The object of an output that is exactly one line; empty for any other.
inline QJsonObject oneLine(const QString &out)
{
    if (out.count(u'\n') != 1 || !out.endsWith(u'\n'))
        return {};
    return QJsonDocument::fromJson(out.toUtf8()).object();
}

} // namespace parking::test

/// QVERIFY2 with all that the program said.
#define VERIFY_SAID(condition, finished)                                                           \
    QVERIFY2(condition,                                                                            \
             qPrintable(u"exit code %1\nstdout: %2\nstderr: %3"_s.arg((finished).exitCode)         \
                            .arg((finished).out.left(2000), (finished).err.left(2000))))
