#include "app/windowmemory.h"

#include "base/literals.h"

#include <QEvent>

#include <algorithm>
#include <array>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

struct Word {
    ThemeChoice choice;
    QLatin1StringView word;
};
constexpr std::array kWords{Word{ThemeChoice::System, "system"_L1},
                            Word{ThemeChoice::Light, "light"_L1},
                            Word{ThemeChoice::Dark, "dark"_L1}};

constexpr auto kPause = 500ms;

} // namespace

WindowMemory::WindowMemory(OperatorWindow &window, QObject *parent)
    : QObject(parent), m_window(window),
      m_file(QSettings::IniFormat, QSettings::UserScope, u"smart-parking"_s, u"window"_s),
      m_pause(this)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &WindowMemory::save);
}

void WindowMemory::restore()
{
    const QString stored = m_file.value(u"theme"_s).toString();
    const auto known = std::find_if(kWords.cbegin(), kWords.cend(),
                                    [&](const Word &word) { return stored == word.word; });
    m_window.theme().setChoice(known == kWords.cend() ? ThemeChoice::System : known->choice);
    m_window.restoreGeometry(m_file.value(u"geometry"_s).toByteArray());
    const QString wanted = m_file.value(u"page"_s).toString();
    for (const Page &page : m_window.pages()) {
        if (page.id == wanted)
            m_window.showPage(page.id);
    }
    m_wanted = {m_file.value(u"building"_s).toString(), m_file.value(u"floor"_s).toString()};
    restorePlace();

    const MapView &map = m_window.spaces().map().view();
    const auto soon = [this] { m_pause.start(); };
    connect(&m_window.model(), &SiteModel::loaded, this, &WindowMemory::restorePlace);
    connect(&map, &MapView::placeChanged, this, [this, soon] {
        m_wanted = {};
        soon();
    });
    connect(&m_window, &MainWindow::pageShown, this, soon);
    connect(&m_window.theme(), &Theme::changed, this, soon);
    m_window.installEventFilter(this);
}

void WindowMemory::restorePlace()
{
    const MapPlace wanted = m_wanted;
    const SiteModel &model = m_window.model();
    if (wanted == MapPlace() || model.count() == 0)
        return;
    m_wanted = {};
    if (!model.buildings().contains(wanted.building))
        return;
    const bool isThere = model.floorsOf(wanted.building).contains(wanted.floor);
    m_window.spaces().map().view().show({wanted.building, isThere ? wanted.floor : QString()});
}

bool WindowMemory::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Move || event->type() == QEvent::Resize
        || event->type() == QEvent::WindowStateChange)
        m_pause.start();
    return QObject::eventFilter(watched, event);
}

void WindowMemory::save()
{
    const auto word = std::find_if(kWords.cbegin(), kWords.cend(), [this](const Word &candidate) {
        return candidate.choice == m_window.theme().choice();
    });
    m_file.setValue(u"theme"_s, QString(word->word));
    m_file.setValue(u"geometry"_s, m_window.saveGeometry());
    m_file.setValue(u"page"_s, m_window.shown().id);
    // A site that has not come yet leaves what is wanted.
    const MapPlace place =
        m_wanted == MapPlace() ? m_window.spaces().map().view().place() : m_wanted;
    m_file.setValue(u"building"_s, place.building);
    m_file.setValue(u"floor"_s, place.floor);
    m_file.sync();
}

} // namespace parking::ui
