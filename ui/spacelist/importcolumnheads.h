#pragma once

#include "spacelist/importtable.h"

class QComboBox;
class QLabel;

namespace parking::ui {

/// Over each column of the table: its name in the file, and what it is.
class ImportColumnHeads : public QWidget {
    Q_OBJECT

public:
    ImportColumnHeads(ImportTable &table, ImportLines &lines, const Theme &theme,
                      QWidget *parent = nullptr);

    void fill(); ///< the file is another one, or is read otherwise
    const QList<QComboBox *> &columns() const { return m_columns; }

Q_SIGNALS:
    void chosen(int place, const QString &column); ///< empty: left out

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void add();
    void place();

    ImportTable &m_table;
    ImportLines &m_lines;
    const Theme &m_theme;
    QLabel *m_line;
    QLabel *m_happens;
    QList<QLabel *> m_names;
    QList<QComboBox *> m_columns;
};

} // namespace parking::ui
