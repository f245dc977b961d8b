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

    std::optional<domain::SpaceState> state() const { return m_state; } ///< empty: unknown
    void setCount(int count, int most); ///< room is kept for `most`, so that nothing jumps
    void setNote(const QString &note); ///< small words behind the count
    void setTight(bool tight);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintDot(QPainter &painter, const QRectF &box) const;
    QFont countFont() const;
    int sign() const { return m_tight ? 10 : 14; }
    int padding() const { return m_tight ? 4 : 6; }

    const std::optional<domain::SpaceState> m_state;
    const Theme &m_theme;
    int m_count = 0;
    int m_most = 0;
    QString m_note;
    bool m_tight = false;
};

/// What the shapes mean, with counts of the place that is shown. Toggles dim everything else.
class Legend : public QFrame {
    Q_OBJECT

public:
    /// Below the map it floats, with room for growing counts; in the header it is small.
    enum class Form { Floating, InHeader };

    Legend(SiteModel &model, const Theme &theme, Form form, QWidget *parent = nullptr);

    void setPlace(const QString &building, const QString &floor);
    /// Chooses the longest words that fit into `width`; 0: no limit.
    void fit(int width);
    bool fits(int width) const; ///< with the words it shows now
    void reset(); ///< all toggles off

Q_SIGNALS:
    void highlightChanged(const QSet<parking::domain::SpaceState> &states, bool unknown);

private:
    void refresh();
    void tell();
    int wide() const;
    QString reasons(const Counts &counts) const; ///< why so many are unknown

    SiteModel &m_model;
    const Form m_form;
    bool m_saysReasons = false; ///< there is room for them
    QFrame *m_rule;
    QList<LegendEntry *> m_entries;
    QString m_building;
    QString m_floor;
};

} // namespace parking::ui
