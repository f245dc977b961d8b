#include "app/windowmemory.h"

#include "base/literals.h"

#include <QWidget>

#include <algorithm>
#include <array>

namespace parking::ui {

namespace {

struct Word {
    ThemeChoice choice;
    QLatin1StringView word;
};
constexpr std::array kWords{Word{ThemeChoice::System, "system"_L1},
                            Word{ThemeChoice::Light, "light"_L1},
                            Word{ThemeChoice::Dark, "dark"_L1}};

} // namespace

WindowMemory::WindowMemory(QWidget &window, Theme &theme)
    : m_window(window), m_theme(theme),
      m_file(QSettings::IniFormat, QSettings::UserScope, u"smart-parking"_s, u"window"_s)
{
}

void WindowMemory::restore()
{
    const QString stored = m_file.value(u"theme"_s).toString();
    const auto known = std::find_if(kWords.cbegin(), kWords.cend(),
                                    [&](const Word &word) { return stored == word.word; });
    m_theme.setChoice(known == kWords.cend() ? ThemeChoice::System : known->choice);
    m_window.restoreGeometry(m_file.value(u"geometry"_s).toByteArray());
}

void WindowMemory::save()
{
    const auto word = std::find_if(kWords.cbegin(), kWords.cend(), [this](const Word &candidate) {
        return candidate.choice == m_theme.choice();
    });
    m_file.setValue(u"theme"_s, QString(word->word));
    m_file.setValue(u"geometry"_s, m_window.saveGeometry());
}

} // namespace parking::ui
