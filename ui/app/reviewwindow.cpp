#include "app/reviewwindow.h"

#include "app/keyhints.h"
#include "base/literals.h"

#include <QCloseEvent>
#include <QMenu>
#include <QShortcut>

namespace parking::ui {

ReviewWindow::ReviewWindow(SiteModel &model, Situation &situation, Notices &notices, Theme &theme)
    : MainWindow(model, situation, notices, theme),
      m_spaces(new SpacesPage(model, situation, theme)), m_bar(new ReviewBar(theme)),
      m_status(new ReviewStatus(theme))
{
    const QString map = u"map"_s;
    setPages({{.id = map,
               .icon = u"map"_s,
               .title = tr("Map"),
               .make = [this] { return m_spaces; },
               .commands = momentCommands(),
               .keys = reviewKeys() + mapKeys(true),
               .panes = [this] { return m_spaces->panes() + QList<QWidget *>{m_bar}; },
               .cancel = [this] { return m_spaces->cancel(); }}});
    connect(this, &MainWindow::spaceChosen, m_spaces, &SpacesPage::reveal);
    connect(this, &MainWindow::floorChosen, this,
            [this](const QString &building, const QString &floor) {
                m_spaces->map().view().show({building, floor});
                m_spaces->map().view().setFocus();
            });
    connect(&m_spaces->inspector().history(), &SpaceHistory::momentChosen, this,
            &ReviewWindow::momentWanted);
    connect(m_bar, &ReviewBar::stepped, this, &ReviewWindow::stepWanted);
    connect(m_bar, &ReviewBar::chosen, this, &ReviewWindow::momentWanted);
    for (const WindowCommand &command : momentCommands()) {
        QAction *action =
            m_bar->more().addAction(theme.icon(command.icon), command.text, this, command.run);
        if (!command.keys.isEmpty())
            action->setText(command.text + u'\t' + command.keys.toString(QKeySequence::NativeText));
        connect(&m_bar->more(), &QMenu::aboutToShow, action, [action, command] {
            action->setVisible(!command.isPossible || command.isPossible());
        });
    }
    connect(m_bar, &ReviewBar::liveWanted, this, &ReviewWindow::liveWanted);
    setPast(tr("Review, nothing here is live"), m_bar, m_status);
    addKeys();
}

void ReviewWindow::addKeys()
{
    const auto add = [this](const QKeySequence &keys, const std::function<void()> &action) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, action);
        return shortcut;
    };
    const auto move = [this](int by) {
        const TimeSlider &slider = m_bar->slider();
        Q_EMIT momentWanted(slider.moment() + by * std::chrono::seconds(slider.singleStep()));
    };
    m_spaces->map().view().leaveKeys({Qt::Key_Space, Qt::Key_B, Qt::Key_BracketLeft,
                                      Qt::Key_BracketRight, Qt::Key_Comma, Qt::Key_Period});
    add(Qt::Key_Space, [this] { Q_EMIT playWanted(); })->setAutoRepeat(false);
    add(Qt::Key_B, [this] { m_bar->openBookmark(); })->setAutoRepeat(false);
    add(Qt::Key_BracketLeft, [this] { m_bar->goToBookmark(-1); });
    add(Qt::Key_BracketRight, [this] { m_bar->goToBookmark(+1); });
    add(Qt::Key_Comma, [this] { Q_EMIT stepWanted(-1); });
    add(Qt::Key_Period, [this] { Q_EMIT stepWanted(+1); });
    add(Qt::ALT | Qt::Key_Left, [move] { move(-1); });
    add(Qt::ALT | Qt::Key_Right, [move] { move(+1); });
}

/// For the search, and for the menu of the bar.
QList<WindowCommand> ReviewWindow::momentCommands()
{
    const auto hasAlarms = [this] { return m_hasAlarms; };
    const auto hasLive = [this] { return m_hasLive; };
    return {{.text = tr("To the next zone that gets full"),
             .icon = u"step-forward"_s,
             .run = [this] { Q_EMIT fullWanted(); }},
            {.text = tr("To the next alarm"),
             .icon = u"bell"_s,
             .run = [this] { Q_EMIT alarmWanted(+1); },
             .isPossible = hasAlarms},
            {.text = tr("To the alarm before"),
             .icon = u"bell"_s,
             .run = [this] { Q_EMIT alarmWanted(-1); },
             .isPossible = hasAlarms},
            {.text = tr("Bookmark of this moment"),
             .icon = u"bookmark"_s,
             .keys = Qt::Key_B,
             .run = [this] { m_bar->openBookmark(); }},
            {.text = tr("To the next bookmark"),
             .icon = u"bookmark"_s,
             .keys = Qt::Key_BracketRight,
             .run = [this] { m_bar->goToBookmark(+1); }},
            {.text = tr("To the bookmark before"),
             .icon = u"bookmark"_s,
             .keys = Qt::Key_BracketLeft,
             .run = [this] { m_bar->goToBookmark(-1); }},
            {.text = tr("Export this period"),
             .icon = u"copy"_s,
             .run = [this] { Q_EMIT exportWanted(); },
             .isPossible = hasLive},
            {.text = tr("Leave the past: what is now"),
             .icon = u"play"_s,
             .run = [this] { Q_EMIT liveWanted(); },
             .isPossible = hasLive}};
}

void ReviewWindow::setHasLive(bool live)
{
    m_hasLive = live;
    m_bar->setHasLive(live);
}

void ReviewWindow::setHasAlarms(bool alarms)
{
    m_hasAlarms = alarms;
}

void ReviewWindow::closeEvent(QCloseEvent *event)
{
    MainWindow::closeEvent(event);
    if (event->isAccepted())
        Q_EMIT hidden();
}

QList<domain::SpaceId> ReviewWindow::stepped() const
{
    const MapView &view = m_spaces->map().view();
    return view.selection().isEmpty() ? shownSpaces() : view.selection().values();
}

QList<domain::SpaceId> ReviewWindow::shownSpaces() const
{
    const MapView &view = m_spaces->map().view();
    QList<domain::SpaceId> spaces;
    const MapPlace place = view.place();
    for (int row = 0; row < view.model().count(); ++row) {
        const domain::Space &space = view.model().space(row);
        const bool isThere = (place.building.isEmpty() || space.building == place.building)
            && (place.floor.isEmpty() || space.floor == place.floor);
        if (isThere)
            spaces.append(space.id);
    }
    return spaces;
}

} // namespace parking::ui
