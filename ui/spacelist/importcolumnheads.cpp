#include "spacelist/importcolumnheads.h"

#include "base/literals.h"
#include "spacelist/importwords.h"
#include "widgets/arrowbox.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QEvent>

namespace parking::ui {

namespace {

constexpr int kHigh = 68;
constexpr int kNameTop = 4;
constexpr int kNameHigh = 20;
constexpr int kFieldTop = 28;
constexpr int kFieldHigh = 34;
constexpr int kArrow = 6;

/// Those that are read, in the order in which people look for them.
QStringList knownColumns()
{
    return u"code,name,building,floor,zone,sensor_eui,display_eui,features,latitude,longitude,x,y,"
           "w,h,rotation"_s.split(u',');
}

} // namespace

ImportColumnHeads::ImportColumnHeads(ImportTable &table, ImportLines &lines, const Theme &theme,
                                     QWidget *parent)
    : QWidget(parent), m_table(table), m_lines(lines), m_theme(theme)
{
    setFixedHeight(theme.scaled(kHigh));
    m_line = makeLabel(this, "secondary"_L1, tr("Line"));
    m_happens = makeLabel(this, "secondary"_L1, tr("What happens"));
    setTextStyle(*m_line, "strong"_L1);
    setTextStyle(*m_happens, "strong"_L1);
    connect(&table, &ImportTable::moved, this, &ImportColumnHeads::place);
    connect(&theme, &Theme::changed, this, [this] {
        setFixedHeight(m_theme.scaled(kHigh));
        for (QLabel *name : m_names)
            name->setFont(m_theme.monoFont(TextStyle::Caption));
        place();
    });
}

void ImportColumnHeads::add()
{
    QLabel *name = makeLabel(this, "secondary"_L1);
    name->setFont(m_theme.monoFont(TextStyle::Caption));
    auto *combo = new ArrowBox(m_theme, this, kArrow);
    combo->addItem(titleOf({}), QString());
    for (const QString &column : knownColumns())
        combo->addItem(titleOf(column), column);
    const int place = int(m_columns.size());
    connect(combo, &QComboBox::activated, this,
            [this, combo, place] { Q_EMIT chosen(place, combo->currentData().toString()); });
    combo->installEventFilter(this);
    name->show();
    combo->show();
    m_names.append(name);
    m_columns.append(combo);
}

/// A field that is there stays: the keyboard is in it.
void ImportColumnHeads::fill()
{
    const auto &columns = m_lines.sheet().columns;
    while (m_columns.size() > columns.size()) {
        m_names.takeLast()->deleteLater();
        QComboBox *gone = m_columns.takeLast();
        gone->hide();
        gone->deleteLater();
    }
    while (m_columns.size() < columns.size())
        add();
    for (qsizetype i = 0; i < columns.size(); ++i) {
        m_names[i]->setText(columns[i].name);
        m_names[i]->setToolTip(columns[i].name);
        m_columns[i]->setAccessibleName(columns[i].name.isEmpty()
                                            ? tr("What column %1 is").arg(i + 1)
                                            : tr("What “%1” is").arg(columns[i].name));
        m_columns[i]->setCurrentIndex(std::max(0, m_columns[i]->findData(columns[i].column)));
        setRole(*m_columns[i], columns[i].column.isEmpty() ? "secondary"_L1 : QLatin1StringView());
    }
    place();
}

void ImportColumnHeads::place()
{
    const int name = m_theme.scaled(kNameTop);
    const int field = m_theme.scaled(kFieldTop);
    const int high = m_theme.scaled(kFieldHigh);
    const auto left = [this](int column) { return m_table.columnViewportPosition(column); };
    m_line->setGeometry(left(ImportLines::Line) + m_theme.scaled(20), field, m_theme.scaled(60),
                        high);
    for (int i = 0; i < int(m_columns.size()); ++i) {
        const int column = ImportLines::Fields + i;
        const int wide = m_table.columnWidth(column);
        m_names[i]->setGeometry(left(column) + 10, name, wide - 12, m_theme.scaled(kNameHigh));
        m_columns[i]->setGeometry(left(column) + 1, field, wide - 10, high);
    }
    const int happens = m_lines.happensColumn();
    m_happens->setGeometry(left(happens) + 10, field, m_table.columnWidth(happens) - 12, high);
}

bool ImportColumnHeads::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        const auto place = m_columns.indexOf(static_cast<QComboBox *>(watched));
        if (place >= 0)
            m_table.showColumn(ImportLines::Fields + int(place));
    }
    // Over a row of fields the wheel is for the table.
    if (event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace parking::ui
