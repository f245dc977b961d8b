#include "devices/chartcard.h"

#include "base/literals.h"
#include "devices/chartview.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>

namespace parking::ui {

ChartCard::ChartCard(const QString &title, const QString &unit, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_title(title), m_theme(theme), m_view(new ChartView(theme, this)),
      m_stack(new QStackedWidget(this)), m_head(new QHBoxLayout)
{
    setObjectName(u"card"_s);
    m_view->setAccessibleName(title);
    auto *name = makeLabel(this, {}, title);
    setTextStyle(*name, "cardTitle"_L1);
    m_unit = makeLabel(this, "caption"_L1, unit);
    m_asTable = new QPushButton(tr("Show as table"), this);
    m_asTable->setProperty("kind", u"link"_s);
    m_asTable->setCheckable(true);
    m_asTable->setAccessibleName(tr("%1 as table").arg(title));
    auto *more = new QPushButton(theme.icon(u"more"_s), {}, this);
    more->setProperty("kind", u"icon"_s);
    more->setAccessibleName(tr("More for %1").arg(title));
    more->setToolTip(tr("Save this chart"));
    auto *menu = new QMenu(more);
    menu->addAction(tr("Save as picture"), this, &ChartCard::pictureWanted);
    menu->addAction(tr("Save as PDF"), this, &ChartCard::sheetWanted);
    menu->addAction(tr("Save as CSV"), this, &ChartCard::tableWanted);
    more->setMenu(menu);
    m_head->setSpacing(8);
    m_head->addWidget(name);
    m_head->addWidget(m_unit);
    m_head->addStretch(1);
    m_head->addWidget(m_asTable);
    m_head->addWidget(more);
    m_note = makeLabel(this, "secondary"_L1);
    m_note->setWordWrap(true);
    m_note->hide();
    m_stack->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 6, 8, 8);
    layout->setSpacing(2);
    layout->addLayout(m_head);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_note);
    connect(m_asTable, &QPushButton::toggled, this, [this](bool on) {
        m_asTable->setText(on ? tr("Show as chart") : tr("Show as table"));
        if (on)
            fillTable();
        m_stack->setCurrentWidget(on ? static_cast<QWidget *>(m_table) : m_view);
    });
}

void ChartCard::setContent(const ChartContent &content)
{
    m_view->setContent(content);
    if (isTable())
        fillTable();
}

void ChartCard::setUnit(const QString &unit)
{
    m_unit->setText(unit);
}

void ChartCard::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void ChartCard::addAction(QPushButton *button)
{
    m_head->insertWidget(m_head->count() - 2, button);
}

bool ChartCard::isTable() const
{
    return m_asTable->isChecked();
}

void ChartCard::fillTable()
{
    if (!m_table) {
        m_table = new QTableWidget(m_stack);
        m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
        m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
        m_table->setShowGrid(false);
        m_table->setTabKeyNavigation(false);
        m_table->verticalHeader()->hide();
        m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
        m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        m_table->setAccessibleName(m_title);
        m_stack->addWidget(m_table);
    }
    const QStringList head = tableHead(m_view->content());
    QList<QStringList> rows = tableOf(m_view->content());
    if (rows.isEmpty())
        rows = {{m_view->content().empty}};
    m_table->clear();
    m_table->setColumnCount(int(head.size()));
    m_table->setHorizontalHeaderLabels(head);
    m_table->setRowCount(int(rows.size()));
    m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(28));
    for (int row = 0; row < rows.size(); ++row) { // the newest first
        const QStringList &cells = rows[rows.size() - 1 - row];
        for (int column = 0; column < cells.size(); ++column)
            m_table->setItem(row, column, new QTableWidgetItem(cells[column]));
    }
}

} // namespace parking::ui
