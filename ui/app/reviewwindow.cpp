#include "app/reviewwindow.h"

#include "app/keyhints.h"
#include "base/literals.h"

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
    setPast(tr("Review, nothing here is live"), m_bar, m_status);
    addKeys();
}

void ReviewWindow::addKeys()
{
    const auto add = [this](const QKeySequence &keys, const std::function<void()> &action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    const auto move = [this](int by) {
        const TimeSlider &slider = m_bar->slider();
        Q_EMIT momentWanted(slider.moment() + by * std::chrono::seconds(slider.singleStep()));
    };
    add(Qt::Key_Space, [this] { Q_EMIT playWanted(); });
    add(Qt::Key_Comma, [this] { Q_EMIT stepWanted(-1); });
    add(Qt::Key_Period, [this] { Q_EMIT stepWanted(+1); });
    add(Qt::ALT | Qt::Key_Left, [move] { move(-1); });
    add(Qt::ALT | Qt::Key_Right, [move] { move(+1); });
}

QList<domain::SpaceId> ReviewWindow::stepped() const
{
    const MapView &view = m_spaces->map().view();
    if (!view.selection().isEmpty())
        return view.selection().values();
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
