#include "theme/fonts.h"

#include "base/literals.h"

#include <QDir>
#include <QFontDatabase>

/// The library is static: the linker drops its resources unless somebody asks for them.
static void loadFonts()
{
    Q_INIT_RESOURCE(fonts);
}

namespace parking::ui {

QStringList ownFamilies()
{
    return {u"Roboto"_s, u"DejaVu Sans Mono"_s};
}

QStringList addFonts(const QStringList &families)
{
    loadFonts();
    QStringList added;
    for (const QString &family : families) {
        if (QFontDatabase::hasFamily(family))
            continue;
        const QDir folder(u":/fonts"_s);
        const QString files = QString(family).remove(u' ') + u"*.ttf"_s;
        for (const QString &file : folder.entryList({files}))
            QFontDatabase::addApplicationFont(folder.filePath(file));
        added.append(family);
    }
    return added;
}

} // namespace parking::ui
