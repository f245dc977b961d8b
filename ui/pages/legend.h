#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QAbstractButton>
#include <QFrame>

namespace parking::ui {

/// One toggle of the legend: the sign, the word, a live count.
class LegendEntry : public QAbstractButton {
    Q_OBJECT

public:
    LegendEntry(std::optional<domain::SpaceState> state, const Theme &theme, QWidget *parent);

    std::optional<domain::SpaceState> state() const { return m_state; } ///< empty: silent
    void setCount(int count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const std::optional<domain::SpaceState> m_state;
    const Theme &m_theme;
    int m_count = 0;
};

/// What the shapes mean, with counts of the place that is shown. Toggles dim everything else.
class Legend : public QFrame {
    Q_OBJECT

public:
    Legend(SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setPlace(const QString &building, const QString &floor);

Q_SIGNALS:
    void highlightChanged(const QSet<parking::domain::SpaceState> &states, bool silent);

private:
    void refresh();
    void tell();

    SiteModel &m_model;
    QList<LegendEntry *> m_entries;
    QString m_building;
    QString m_floor;
};

} // namespace parking::ui
