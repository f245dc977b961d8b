#include "app/bookmarkfile.h"

#include "base/literals.h"
#include "base/privatefile.h"
#include "base/regularfile.h"
#include "domain/problems.h"
#include "review/bookmarkpopup.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace parking::ui {

namespace {

constexpr qint64 kLargest = 1024 * 1024;
constexpr int kForm = 1;

Error bad(const QString &words)
{
    return {problem::kBadFile, words};
}

} // namespace

Result<Bookmarks> parseBookmarks(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object.value(u"form").toInt() != kForm || !object.value(u"bookmarks").isArray())
        return bad(u"these are no bookmarks of this version"_s);
    const QJsonArray rows = object.value(u"bookmarks").toArray();
    if (rows.size() > BookmarkFile::kMost)
        return bad(u"more than %1 bookmarks"_s.arg(BookmarkFile::kMost));
    QMap<UtcTime, QString> notes;
    for (const QJsonValue &row : rows) {
        const auto at = fromIso(row[u"at"].toString());
        if (!at || !row[u"note"].isString())
            return bad(u"a bookmark has no time, or no note"_s);
        notes.insert(*at, row[u"note"].toString().left(BookmarkPopup::kLongestNote));
    }
    Bookmarks bookmarks;
    for (auto it = notes.cbegin(); it != notes.cend(); ++it)
        bookmarks.append({it.key(), *it});
    return bookmarks;
}

QByteArray toJson(const Bookmarks &bookmarks)
{
    QJsonArray rows;
    for (const Bookmark &one : bookmarks)
        rows.append(QJsonObject{{u"at"_s, toIso(one.moment)}, {u"note"_s, one.note}});
    return QJsonDocument(QJsonObject{{u"form"_s, kForm}, {u"bookmarks"_s, rows}}).toJson();
}

QString BookmarkFile::pathBeside(const QString &archive)
{
    return archive + u".bookmarks.json"_s;
}

Result<Bookmarks> BookmarkFile::load()
{
    const QFileInfo info(m_path);
    m_isForeign = false;
    if (!info.exists() && !info.isSymLink())
        return Bookmarks();
    m_isForeign = true;
    const QString name = info.fileName();
    if (info.isSymLink()) // whoever sent the archive would choose where we write
        return bad(u"%1 is a link: no bookmark is kept"_s.arg(name));
    const Result<QByteArray> bytes = readRegularFile(m_path, kLargest);
    if (!bytes)
        return bad(u"%1: %2"_s.arg(name, bytes.error().detail));
    Result<Bookmarks> bookmarks = parseBookmarks(*bytes);
    if (!bookmarks)
        return bad(u"%1: %2. It is left as it is, and no bookmark is kept."_s.arg(
            name, bookmarks.error().detail));
    m_isForeign = false;
    return bookmarks;
}

Result<> BookmarkFile::save(const Bookmarks &bookmarks)
{
    const QString name = QFileInfo(m_path).fileName();
    if (m_isForeign)
        return bad(u"%1 is none of ours, and is left as it is"_s.arg(name));
    if (bookmarks.size() > kMost)
        return bad(u"more than %1 bookmarks"_s.arg(kMost));
    if (bookmarks.isEmpty())
        return QFile::remove(m_path) || !QFile::exists(m_path)
            ? Result<>()
            : Result<>(bad(u"%1 cannot be taken away"_s.arg(name)));
    makePrivateFolder(QFileInfo(m_path).path());
    QSaveFile file(m_path);
    const QByteArray bytes = toJson(bookmarks);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return bad(u"%1: %2"_s.arg(name, file.errorString()));
    return {};
}

} // namespace parking::ui
