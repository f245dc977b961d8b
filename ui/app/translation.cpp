#include "app/translation.h"

#include "base/literals.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace parking::ui {

void translate(QApplication &application)
{
    const auto install = [&application](const QLocale &locale, const QString &name,
                                        const QString &folder) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, name, u"_"_s, folder))
            QApplication::installTranslator(translator);
    };
    const QString ours = u":/translations"_s;
    install(QLocale(QLocale::English), u"smart-parking"_s, ours);
    install(QLocale(), u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QLocale(), u"smart-parking"_s, ours);
}

} // namespace parking::ui
