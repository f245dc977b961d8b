#include "setup/setupdraft.h"

#include "base/literals.h"
#include "settings/settingsfile.h"
#include "setup/connectiondraft.h"
#include "setup/setuplabels.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace parking::ui {

using checks::Subject;

namespace {

const QString kWay = u"SETUP_WAY"_s;
const QString kPassed = u"SETUP_PASSED"_s;
const QString kSkipped = u"SETUP_SKIPPED"_s;

struct WayWord {
    SetupWay way;
    QLatin1StringView word;
};
constexpr WayWord kWays[] = {{SetupWay::ThisComputer, "this computer"_L1},
                             {SetupWay::Server, "our server"_L1}};

struct SubjectWord {
    Subject subject;
    QLatin1StringView word;
};
constexpr SubjectWord kSubjects[] = {{Subject::Database, "database"_L1},
                                     {Subject::Broker, "broker"_L1},
                                     {Subject::ChirpStack, "chirpstack"_L1}};

Result<settings::Source> read(const settings::OwnFiles &files)
{
    const Result<QString> text = settings::readSettingsFile(files.ini);
    if (!text)
        return text.error();
    Result<settings::Source> source = settings::parseIniFile(*text, files.ini);
    if (!source || !QFileInfo::exists(files.secrets))
        return source;
    const Result<QString> hidden = settings::readSecretsFile(files.secrets);
    if (!hidden)
        return hidden.error();
    const Result<settings::Source> secrets = settings::parseIniFile(*hidden, files.secrets);
    if (!secrets)
        return secrets.error();
    source->insert(*secrets);
    return source;
}

} // namespace

settings::OwnFiles draftFiles(const settings::OwnFiles &own)
{
    const QString base = own.ini.endsWith(".ini"_L1) ? own.ini.chopped(4) : own.ini;
    return {base + u".setup.ini"_s, base + u".setup.secrets"_s};
}

std::optional<SetupDraft> readDraft(const settings::OwnFiles &files)
{
    if (!QFileInfo::exists(files.ini))
        return std::nullopt;
    Result<settings::Source> source = read(files);
    if (!source)
        return std::nullopt;
    SetupDraft draft;
    const QString way = source->take(kWay).value;
    const auto *known = std::find_if(std::begin(kWays), std::end(kWays),
                                     [&](const WayWord &word) { return way == word.word; });
    if (known == std::end(kWays))
        return std::nullopt;
    draft.way = known->way;
    draft.skipsChirpStack = source->take(kSkipped).value == u"chirpstack";
    const QStringList passed = source->take(kPassed).value.split(u',');
    for (const SubjectWord &word : kSubjects) {
        if (passed.contains(word.word))
            draft.passed.append(word.subject);
    }
    for (auto it = source->cbegin(); it != source->cend(); ++it)
        draft.values.insert(it.key().toUpper(), {it->value, setuplabels::kKeptDraft, false, true});
    return draft;
}

Result<> writeDraft(const settings::OwnFiles &files, const SetupDraft &draft,
                    const settings::Changes &changes)
{
    settings::Changes all = changes;
    for (const WayWord &word : kWays) {
        if (word.way == draft.way)
            all.insert(kWay, QString(word.word));
    }
    QStringList passed;
    for (const SubjectWord &word : kSubjects) {
        if (draft.passed.contains(word.subject))
            passed.append(word.word);
    }
    all.insert(kPassed, passed.join(u','));
    all.insert(kSkipped, draft.skipsChirpStack ? u"chirpstack"_s : QString());
    // What a former draft held and this one does not.
    if (const Result<settings::Source> before = read(files)) {
        for (const QString &key : before->keys()) {
            if (!all.contains(key))
                all.insert(key, std::nullopt);
        }
    }
    return settings::writeSettings(files, all);
}

void removeDraft(const settings::OwnFiles &files)
{
    QFile::remove(files.ini);
    QFile::remove(files.secrets);
}

SetupNeed setupNeed(const settings::Source &given, const std::optional<Error> &wrong, bool hasDraft,
                    bool hasData)
{
    if (wrong) {
        const QJsonArray settings = wrong->details.value(u"settings").toArray();
        QStringList connections;
        for (const Subject subject : {Subject::Database, Subject::Broker, Subject::ChirpStack})
            connections += keysOf(subject);
        for (const QJsonValue &one : settings) {
            const QString key = one.toObject().value(u"key").toString();
            if (!connections.contains(key) || !given.value(key).isOurs)
                return {};
        }
        const QJsonObject first = settings.first().toObject();
        return {!settings.isEmpty(), first.value(u"key").toString(),
                first.value(u"allowed").toString()};
    }
    const auto isUnset = [&given](const QString &key) {
        return given.value(key).value.isEmpty() || given.value(key).origin == u"default";
    };
    const bool isPlain = isUnset(u"DATABASE_URL"_s) && isUnset(u"DATA_DIR"_s) && !hasData;
    return {isPlain || hasDraft, {}, {}};
}

} // namespace parking::ui
