#include "settings/ownsettings.h"

#include "base/literals.h"
#include "domain/errors.h"
#include "domain/problems.h"
#include "settings/settingsfile.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace parking::settings {

namespace {

/// Of the sources that the window writes; later ones win.
Source ours(const QList<Source> &sources)
{
    Source found;
    for (const Source &source : sources) {
        for (auto it = source.cbegin(); it != source.cend(); ++it) {
            if (it->isOurs)
                found.insert(it.key().toUpper(), *it);
        }
    }
    return found;
}

/// What is wrong among these, with what is allowed, in the table's order.
QList<Broken> wrongOnes(const Source &all)
{
    const Result<Loaded> loaded = load({all}, defaultDataDir());
    if (loaded)
        return {};
    QList<Broken> wrong;
    for (const QJsonValue &one : loaded.error().details.value(u"settings").toArray())
        wrong.append({one[u"key"].toString(), one[u"allowed"].toString()});
    return wrong;
}

} // namespace

QString refusalAmong(const QString &key, const QString &value, Source others)
{
    if (!keyNames().contains(key))
        return refusalOf(key, value);
    others.insert(key, {value, {}});
    for (const Broken &wrong : wrongOnes(others)) {
        if (wrong.key == key)
            return wrong.allowed;
    }
    return {};
}

std::optional<Broken> brokenBy(const Changes &changes, const Source &all)
{
    Source after = all;
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        if (isLocked(all.value(it.key())))
            continue;
        if (*it)
            after.insert(it.key(), {**it, {}});
        else
            after.remove(it.key());
    }
    const QList<Broken> before = wrongOnes(all);
    for (const Broken &wrong : wrongOnes(after)) {
        const auto isIt = [&wrong](const Broken &other) { return other.key == wrong.key; };
        if (std::none_of(before.cbegin(), before.cend(), isIt))
            return wrong;
    }
    return std::nullopt;
}

// --- The file ------------------------------------------------------------------------------------

Result<Source> SecretsFile::read() const
{
    if (!QFileInfo::exists(m_files.secrets))
        return Source();
    const Result<QString> text = readSecretsFile(m_files.secrets);
    if (!text)
        return text.error();
    Result<Source> source = parseIniFile(*text, m_files.secrets);
    if (!source)
        return source;
    for (Given &value : *source)
        value.isOurs = true;
    return source;
}

Result<> SecretsFile::keep(const QString &key, const QString &value)
{
    return writeSettings(m_files, {{key, value}});
}

Result<> SecretsFile::forget(const QString &key)
{
    return writeSettings(m_files, {{key, std::nullopt}});
}

// --- All of them ---------------------------------------------------------------------------------

OwnSettings::OwnSettings(CommandLine line, QList<Effective> running,
                         std::unique_ptr<SecretPlace> place)
    : m_line(std::move(line)), m_running(std::move(running)), m_files(ownFiles(m_line.iniFile)),
      m_place(std::move(place))
{
    if (!m_place)
        m_place = std::make_unique<SecretsFile>(m_files);
}

Result<Loaded> OwnSettings::load() const
{
    return settings::load(m_line);
}

Result<Source> OwnSettings::given() const
{
    const Result<QList<Source>> sources = sourcesOf(m_line);
    return sources ? Result<Source>(givenValues(*sources)) : Result<Source>(sources.error());
}

Result<Source> OwnSettings::own() const
{
    // A file that was named and is not there yet is made by the first change.
    const bool isNew = !m_line.iniFile.isEmpty() && !QFileInfo::exists(m_line.iniFile);
    Result<QList<Source>> sources = isNew ? QList<Source>() : systemSources(m_line.iniFile);
    if (!sources)
        return sources.error();
    const Result<Source> secrets = m_place->read();
    if (!secrets)
        return secrets.error();
    sources->append(*secrets);
    return ours(*sources);
}

Result<Changes> OwnSettings::write(const Changes &changes, const Changes &expected)
{
    const Result<Source> all = given();
    if (!all)
        return all.error();
    Source after = *all;
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        if (*it)
            after.insert(it.key(), {**it, {}});
        else
            after.remove(it.key());
    }
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        const QString why = !keyNames().contains(it.key()) ? u"there is no such setting"_s
            : *it                                          ? refusalAmong(it.key(), **it, after)
                                                           : QString();
        if (!why.isEmpty())
            return domain::errors::validation(it.key(), why);
    }
    if (const std::optional<Broken> broken = brokenBy(changes, *all))
        return domain::errors::validation(
            broken->key,
            u"%1 would be wrong then, allowed is %2"_s.arg(broken->key, broken->allowed));
    const Result<Source> before = own();
    if (!before)
        return before.error();
    Changes stood;
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        const auto found = before->constFind(it.key());
        stood.insert(it.key(),
                     found == before->cend() ? std::nullopt : std::optional(found->value));
        if (expected.contains(it.key()) && expected.value(it.key()) != stood.value(it.key()))
            return Error{problem::kChangedMeanwhile, u"%1 is not what it was"_s.arg(it.key())};
    }
    const bool isOwnFile = m_place->file() == m_files.secrets;
    if (Result<> done = isOwnFile ? writeSettings(m_files, changes) : writeApart(changes); !done)
        return done.error();
    return stood;
}

/// Secrets go to a place that is none of the window's files.
Result<> OwnSettings::writeApart(const Changes &changes)
{
    Changes plain;
    QMap<QString, QString> secret;
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        const bool isSecret = *it && holdsSecret(it.key(), **it);
        if (isSecret)
            secret.insert(it.key(), **it);
        plain.insert(it.key(), isSecret ? std::nullopt : *it); // it may stand in the files before
    }
    // Whether all can be written, before anything is.
    if (const Result<QString> tried = changedIni({}, plain); !tried)
        return tried.error();
    const Result<Source> kept = m_place->read();
    if (!kept)
        return kept.error();
    QStringList replaced;
    const auto failed = [&](const Error &why) -> Error {
        bool isBack = true;
        for (const QString &key : std::as_const(replaced)) {
            const auto old = kept->constFind(key);
            const Result<> done =
                old == kept->cend() ? m_place->forget(key) : m_place->keep(key, old->value);
            isBack = isBack && done;
        }
        return isBack ? why : halfSaved(why, Half::Secret);
    };
    for (auto it = secret.cbegin(); it != secret.cend(); ++it) {
        if (const Result<> done = m_place->keep(it.key(), *it); !done)
            return failed(done.error());
        replaced.append(it.key());
    }
    if (const Result<> done = writeSettings(m_files, plain); !done)
        return failed(done.error());
    for (auto it = plain.cbegin(); it != plain.cend(); ++it) {
        if (secret.contains(it.key()))
            continue;
        if (const Result<> done = m_place->forget(it.key()); !done)
            return halfSaved(done.error(), Half::Part);
    }
    return {};
}

} // namespace parking::settings
