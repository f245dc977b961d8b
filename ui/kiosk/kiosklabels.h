#pragma once

#include "kiosk/kioskpicture.h"

/// What a screen says to people who pass by. Times are those of the site.
namespace parking::ui::kiosk {

QString place(const KioskPicture &picture); ///< "North building"
QString siteName(const KioskPicture &picture); ///< empty where it is the place already
QString clock(const KioskPicture &picture); ///< "14:02"; empty where nobody knows it
QString date(const KioskPicture &picture); ///< "Monday 14 September"
QString moment(const KioskPicture &picture,
               UtcTime time); ///< "13:47", "Sunday 13 September, 13:47"

QString heroTitle(const KioskPicture &picture); ///< "Free spaces", "Free spaces at 13:47"
QString heroNumber(const KioskPicture &picture); ///< "161", "–"
QString heroNote(const KioskPicture &picture); ///< "+6 not known", "Last known number"
QString bestChoice(); ///< "Best choice"

/// "Basement 1"; where nobody gave a long name, what the short one tells.
QString title(const KioskPicture &picture, const domain::SignLine &line);
/// "41", "Full", "–"
QString number(const domain::Counts &counts, domain::DataAge age);
/// "of 186 spaces", "You are here · nearly full", "6 of 50 not known"
QString lineNote(const KioskPicture &picture, const domain::SignLine &line);

/// A thing people look for: how many are free, and its name.
struct Feature {
    QString icon;
    QString number;
    QString word;
    bool isCount = false; ///< the number is one of spaces that are free
};
QList<Feature> features(const KioskPicture &picture);

QString banner(const KioskPicture &picture); ///< empty: the data is live
QString footer(const KioskPicture &picture); ///< "Updated 2 seconds ago"
QString footerNote(const KioskPicture &picture); ///< "Spaces can fill while you drive"
QString nothing(const KioskPicture &picture); ///< why there is no line; empty: there are some

} // namespace parking::ui::kiosk
