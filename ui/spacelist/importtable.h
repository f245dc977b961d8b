#pragma once

#include "spacelist/importlines.h"
#include "theme/theme.h"

#include <QTableView>

namespace parking::ui {

/// The table of them: N and Shift+N go to the next and the previous error, C copies the line. What
/// happens stands at the right, or beside the sign where the columns do not fit.
class ImportTable : public QTableView {
    Q_OBJECT

public:
    ImportTable(ImportLines &lines, const Theme &theme, QWidget *parent = nullptr);

    void fitColumns(); ///< as wide as what they hold, within bounds
    void showColumn(int column); ///< where it is out of sight
    void goTo(int row);

Q_SIGNALS:
    void moved(); ///< its columns are elsewhere

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void goToError(int step);
    void placeHappens();

    ImportLines &m_lines;
    const Theme &m_theme;
    bool m_isPlacing = false;
};

} // namespace parking::ui
