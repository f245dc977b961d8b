#pragma once

#include "base/result.h"
#include "review/bookmark.h"

namespace parking::ui {

/// Bookmarks in a file of their own, beside the archive: `FILE.bookmarks.json`. The archive itself
/// is never changed. One that cannot be read is told and never written over.
class BookmarkFile {
public:
    explicit BookmarkFile(QString path) : m_path(std::move(path)) { }

    static QString pathBeside(const QString &archive);

    const QString &path() const { return m_path; }
    /// BAD_FILE; none where there is no file.
    Result<Bookmarks> load();
    /// Whole or not at all; no bookmarks: no file. BAD_FILE, also where load() failed.
    Result<> save(const Bookmarks &bookmarks);

    static constexpr qsizetype kMost = 1000;

private:
    QString m_path;
    bool m_isForeign = false; ///< what is there is not ours
};

/// The words of such a file; BAD_FILE where they are no bookmarks. Oldest first, one a moment.
Result<Bookmarks> parseBookmarks(const QByteArray &json);
QByteArray toJson(const Bookmarks &bookmarks);

} // namespace parking::ui
