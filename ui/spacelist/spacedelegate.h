#pragma once

#include "spacelist/spacerows.h"
#include "theme/theme.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace parking::ui {

/// Draws a cell of the spaces' table: words in their tone, with the sign that belongs to them.
class SpaceDelegate : public QStyledItemDelegate {
public:
    SpaceDelegate(const SpaceRows &rows, const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintCell(QPainter &painter, const QRect &rect, int row, int column) const;
    QPixmap stateSign(const domain::SpaceStatus &status, domain::Confidence confidence,
                      qreal ratio) const;

    const SpaceRows &m_rows;
    const Theme &m_theme;
    mutable QHash<quint64, QPixmap> m_signs; ///< of the current theme
};

/// Its first section is the box that ticks all: empty, dashed or ticked.
class SpaceHeader : public QHeaderView {
    Q_OBJECT

public:
    SpaceHeader(SpaceRows &rows, const Theme &theme, QWidget *parent);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    int shownTicked() const;
    void paintOrder(QPainter &painter, const QRect &rect, int section) const;

    SpaceRows &m_rows;
    const Theme &m_theme;
};

} // namespace parking::ui
