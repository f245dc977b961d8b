#pragma once

#include "devices/chartcontent.h"
#include "theme/theme.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace parking::ui {

class ChartView;

/// A chart with its title and unit, which can be seen as a table too.
class ChartCard : public QFrame {
    Q_OBJECT

public:
    ChartCard(const QString &title, const QString &unit, const Theme &theme,
              QWidget *parent = nullptr);

    const QString &title() const { return m_title; }
    ChartView &view() { return *m_view; }
    void setContent(const ChartContent &content);
    void setUnit(const QString &unit);
    void setNote(const QString &note); ///< a line under the chart; empty: none
    void addAction(QPushButton *button); ///< in the head, before "Show as table"
    bool isTable() const;

Q_SIGNALS:
    void pictureWanted(); ///< as PNG
    void sheetWanted(); ///< as PDF
    void tableWanted(); ///< as CSV

private:
    void fillTable();

    const QString m_title;
    const Theme &m_theme;
    ChartView *m_view;
    QTableWidget *m_table = nullptr; ///< made when it is first asked for
    QStackedWidget *m_stack;
    QLabel *m_unit;
    QLabel *m_note;
    QPushButton *m_asTable;
    QHBoxLayout *m_head;
};

} // namespace parking::ui
