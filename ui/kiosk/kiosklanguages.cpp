#include "kiosk/kiosklanguages.h"

#include "base/literals.h"

#include <QCoreApplication>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kStays = 12s;

} // namespace

KioskLanguages::KioskLanguages(const QStringList &languages, Clock &clock)
    : m_languages(languages), m_next(clock, this)
{
    if (m_languages.isEmpty())
        return;
    show(m_languages.first());
    connect(&m_next, &ClockTimer::timeout, this, [this] {
        m_shown = (m_shown + 1) % m_languages.size();
        show(m_languages[m_shown]);
        Q_EMIT changed();
    });
    if (m_languages.size() > 1)
        m_next.start(kStays);
}

KioskLanguages::~KioskLanguages()
{
    if (m_languages.isEmpty())
        return;
    if (m_translator)
        QCoreApplication::removeTranslator(m_translator.get());
    QLocale::setDefault(m_before);
}

void KioskLanguages::show(const QString &language)
{
    if (m_translator)
        QCoreApplication::removeTranslator(m_translator.get());
    m_translator = std::make_unique<QTranslator>();
    QLocale::setDefault(QLocale(language));
    const QString folder = u":/translations"_s;
    // The one that is installed last is asked first: where there is none of this language the
    // computer's own would answer.
    if (m_translator->load(QLocale(language), u"kiosk"_s, u"_"_s, folder)
        || m_translator->load(QLocale(QLocale::English), u"smart-parking"_s, u"_"_s, folder))
        QCoreApplication::installTranslator(m_translator.get());
}

} // namespace parking::ui
