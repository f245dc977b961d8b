#include "archive/manifest.h"

#include "base/literals.h"

namespace parking::archive {

QMap<QString, QString> Manifest::toWords() const
{
    QStringList names;
    for (const Part part : parts)
        names.append(nameOf(part));
    return {{u"format"_s, QString::number(format)},
            {u"schema"_s, QString::number(schema)},
            {u"program"_s, program},
            {u"site"_s, siteName},
            {u"time_zone"_s, timeZone},
            {u"from"_s, toIso(from)},
            {u"to"_s, toIso(to)},
            {u"building"_s, building},
            {u"parts"_s, names.join(u',')},
            {u"redacted"_s, isRedacted ? u"yes"_s : u"no"_s},
            {u"made_at"_s, toIso(madeAt)},
            {u"made_by"_s, madeBy}};
}

std::optional<Manifest> Manifest::fromWords(const QMap<QString, QString> &words)
{
    Manifest manifest;
    const auto number = [&words](const QString &key) {
        bool ok = false;
        const int value = words.value(key).toInt(&ok);
        return ok ? value : 0;
    };
    const auto from = fromIso(words.value(u"from"_s));
    const auto to = fromIso(words.value(u"to"_s));
    const auto madeAt = fromIso(words.value(u"made_at"_s));
    manifest.format = number(u"format"_s);
    manifest.schema = number(u"schema"_s);
    if (manifest.format < 1 || manifest.schema < 1 || !from || !to || !madeAt || *from >= *to)
        return std::nullopt;
    manifest.program = words.value(u"program"_s);
    manifest.siteName = words.value(u"site"_s);
    manifest.timeZone = words.value(u"time_zone"_s);
    manifest.from = *from;
    manifest.to = *to;
    manifest.building = words.value(u"building"_s);
    const QStringList names = words.value(u"parts"_s).split(u',', Qt::SkipEmptyParts);
    for (const QString &name : names) {
        const std::optional<Part> part = partFromString(name);
        if (!part)
            return std::nullopt;
        manifest.parts.append(*part);
    }
    manifest.isRedacted = words.value(u"redacted"_s) != u"no";
    manifest.madeAt = *madeAt;
    manifest.madeBy = words.value(u"made_by"_s);
    return manifest;
}

} // namespace parking::archive
