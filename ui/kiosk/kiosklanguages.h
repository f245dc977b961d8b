#pragma once

#include "base/clock.h"

#include <QLocale>
#include <QObject>
#include <QStringList>
#include <QTranslator>

#include <memory>

namespace parking::ui {

/// The languages of a screen, one after the other. One that nobody translated has English words and
/// its own way to write numbers and times.
class KioskLanguages : public QObject {
    Q_OBJECT

public:
    /// Empty or one: none changes.
    KioskLanguages(const QStringList &languages, Clock &clock);
    ~KioskLanguages() override;

Q_SIGNALS:
    void changed();

private:
    void show(const QString &language);

    const QStringList m_languages;
    const QLocale m_before; ///< what QLocale() was
    std::unique_ptr<QTranslator> m_translator;
    ClockTimer m_next;
    qsizetype m_shown = 0;
};

} // namespace parking::ui
