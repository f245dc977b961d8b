#pragma once

#include "base/time.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace parking::ui {

/// A moment that somebody wants to find again, and why.
struct Bookmark {
    UtcTime moment;
    QString note;

    bool operator==(const Bookmark &) const = default;
};

/// Oldest first, one a moment.
using Bookmarks = QList<Bookmark>;

/// The bookmark of this very moment; null: there is none.
inline const Bookmark *bookmarkAt(const Bookmarks &bookmarks, UtcTime moment)
{
    const auto found = std::find_if(bookmarks.cbegin(), bookmarks.cend(),
                                    [moment](const Bookmark &one) { return one.moment == moment; });
    return found == bookmarks.cend() ? nullptr : &*found;
}

/// The next one after the moment, or the last one before it; null: there is none.
inline const Bookmark *bookmarkBeside(const Bookmarks &bookmarks, UtcTime moment, int by)
{
    const Bookmark *found = nullptr;
    for (const Bookmark &one : bookmarks) {
        if (by < 0 && one.moment < moment)
            found = &one;
        if (by > 0 && one.moment > moment && !found)
            found = &one;
    }
    return found;
}

} // namespace parking::ui
