#pragma once

#include <QTableView>

class QPainter;
class QStyleOptionViewItem;

namespace parking::ui {

class Theme;

/// Whole rows, one of them chosen, nothing typed into; Tab leaves the list.
void makeList(QTableView &table);

/// What is behind the words of a cell: ground, line below, and at the first column the mark of the
/// chosen row.
void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option, bool isFirst,
                    const Theme &theme);

/// The box of a tick, 16 px wide, `edge` px from the left of the cell; `some`: of several a part.
void paintTickBox(QPainter &painter, const QRect &cell, int edge, bool ticked, bool some,
                  const Theme &theme);

/// A list whose rows people choose by key or mouse. That the keyboard comes to it chooses none,
/// though Qt makes a row the current one then.
class ListTable : public QTableView {
    Q_OBJECT

public:
    ListTable(QAbstractItemModel &rows, QWidget *parent);

    void clearChoice(); ///< tells nobody

Q_SIGNALS:
    void rowChosen(int row); ///< perhaps the one that was

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    bool m_isEntered = false; ///< the focus comes
};

} // namespace parking::ui
