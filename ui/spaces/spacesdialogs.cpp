#include "spaces/spacesdialogs.h"

#include "base/csv.h"
#include "base/literals.h"
#include "domain/limits.h"
#include "labels.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kMostAdded = 2000;
constexpr int kLeastDigits = 3;
constexpr int kMostProblems = 1000;

QTableWidget *makeTable(const QStringList &heads, int rows, QWidget *parent)
{
    auto *table = new QTableWidget(rows, int(heads.size()), parent);
    table->setHorizontalHeaderLabels(heads);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

/// The first text is a number; the last one may be longer than its column.
void fill(QTableWidget &table, int row, const QStringList &texts)
{
    for (int column = 0; column < texts.size(); ++column) {
        auto *item = new QTableWidgetItem(texts[column]);
        if (column == 0)
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(texts[column]);
        table.setItem(row, column, item);
    }
}

QTableWidget *problemTable(const QList<domain::ImportProblem> &problems, QWidget *parent)
{
    const int rows = int(std::min<qsizetype>(problems.size(), kMostProblems));
    QTableWidget *table = makeTable({QObject::tr("Line"), QObject::tr("Problem")}, rows, parent);
    table->setAccessibleName(QObject::tr("Problems"));
    for (int row = 0; row < rows; ++row)
        fill(*table, row, {labels::number(problems[row].line), problems[row].text});
    return table;
}

/// Column, before and after of a space that changes; for a new one that it is new.
QString words(const domain::ImportChange &change)
{
    if (change.isNew)
        return QObject::tr("new");
    QStringList parts;
    for (const domain::ImportChange::Difference &one : change.differences) {
        const QString none = u"–"_s;
        parts.append(u"%1: %2 → %3"_s.arg(one.column, one.before.isEmpty() ? none : one.before,
                                          one.after.isEmpty() ? none : one.after));
    }
    return parts.join(u", "_s);
}

/// What changes stands before what is new.
QTableWidget *changeTable(QList<domain::ImportChange> changes, QWidget *parent)
{
    std::stable_partition(changes.begin(), changes.end(),
                          [](const domain::ImportChange &change) { return !change.isNew; });
    QTableWidget *table =
        makeTable({QObject::tr("Line"), QObject::tr("Space"), QObject::tr("Change")},
                  int(changes.size()), parent);
    table->setAccessibleName(QObject::tr("Changes"));
    for (int row = 0; row < changes.size(); ++row)
        fill(*table, row,
             {labels::number(changes[row].line), changes[row].code, words(changes[row])});
    return table;
}

} // namespace

ImportDialog::ImportDialog(const QString &source, const domain::ImportResult &preview,
                           const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    const int written = preview.created + preview.updated;
    const bool good = preview.isGood() && written > 0;
    const QString title = !preview.isGood()
        ? tr("%n lines need correction", nullptr, int(preview.problems.size()))
        : written > 0 ? tr("Import %n spaces?", nullptr, written)
                      : tr("Nothing to import");
    auto *layout = makeColumn(*this, theme, title);
    layout->addWidget(makeLabel(this, "secondary"_L1, source));
    if (preview.isGood()) {
        auto *counts =
            makeLabel(this, {},
                      tr("%1 new, %2 changed, %3 stay as they are.")
                          .arg(labels::number(preview.created), labels::number(preview.updated),
                               labels::number(preview.unchanged)));
        layout->addWidget(counts);
        if (good)
            layout->addWidget(changeTable(preview.changes, this), 1);
        if (written > preview.changes.size() && good)
            layout->addWidget(makeLabel(
                this, "caption"_L1,
                tr("The first %1 are shown.").arg(labels::number(int(preview.changes.size())))));
        resize(theme.scaled(good ? 640 : 440), good ? theme.scaled(420) : sizeHint().height());
    } else {
        auto *words =
            makeLabel(this, {}, tr("Nothing was written. Correct the file and choose it again."));
        words->setWordWrap(true);
        layout->addWidget(words);
        layout->addWidget(problemTable(preview.problems, this), 1);
        resize(theme.scaled(640), theme.scaled(420));
    }
    addButtons(*this, *layout, good ? tr("Import") : QString(), good ? tr("Cancel") : tr("Close"));
}

AddSpacesDialog::AddSpacesDialog(const Theme &theme, QWidget *parent) : QDialog(parent)
{
    auto *layout = makeColumn(*this, theme, tr("Add spaces"));
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(8);
    m_building = addField(form, tr("Building"), tr("Main"), domain::kBuildingMax);
    m_floor = addField(form, tr("Floor"), u"G"_s, domain::kFloorMax);
    m_zone = addField(form, tr("Zone (optional)"), {}, domain::kZoneMax);
    m_prefix = addField(form, tr("Codes begin with"), u"G-"_s, domain::kCodeMax - 5);
    m_first = new QSpinBox(this);
    m_first->setRange(0, 9999);
    m_first->setValue(1);
    m_count = new QSpinBox(this);
    m_count->setRange(1, kMostAdded);
    m_count->setValue(24);
    for (QSpinBox *number : {m_first, m_count})
        number->setButtonSymbols(QAbstractSpinBox::NoButtons);
    form->addRow(tr("First number"), m_first);
    form->addRow(tr("How many"), m_count);
    layout->addLayout(form);
    m_codes = makeLabel(this, "secondary"_L1);
    m_problem = makeLabel(this, "danger"_L1);
    m_problem->setMinimumHeight(theme.scaled(18));
    layout->addWidget(m_codes);
    layout->addWidget(m_problem);
    m_add = addButtons(*this, *layout, tr("Add spaces"), tr("Cancel"));
    for (QSpinBox *number : {m_first, m_count})
        connect(number, &QSpinBox::valueChanged, this, &AddSpacesDialog::refresh);
    for (QLineEdit *field : {m_building, m_floor, m_zone, m_prefix})
        connect(field, &QLineEdit::textChanged, this, &AddSpacesDialog::refresh);
    setMinimumWidth(theme.scaled(360));
    refresh();
}

QLineEdit *AddSpacesDialog::addField(QFormLayout *form, const QString &label, const QString &value,
                                     int longest)
{
    auto *field = new QLineEdit(value, this);
    field->setMaxLength(longest);
    form->addRow(label, field);
    return field;
}

void AddSpacesDialog::refresh()
{
    QString problem;
    if (m_building->text().trimmed().isEmpty())
        problem = tr("Give the building a name.");
    else if (m_floor->text().trimmed().isEmpty())
        problem = tr("Give the floor a name.");
    m_problem->setText(problem);
    m_add->setEnabled(problem.isEmpty());
    const QList<CsvRecord> records = *parseCsv(csv());
    const QString first = records[1].fields.first();
    m_codes->setText(records.size() == 2
                         ? tr("Makes %1.").arg(first)
                         : tr("Makes %1 to %2.").arg(first, records.last().fields.first()));
}

QByteArray AddSpacesDialog::csv() const
{
    const int last = m_first->value() + m_count->value() - 1;
    const int digits = int(std::max<qsizetype>(QString::number(last).size(), kLeastDigits));
    QStringList lines{csvLine({u"code"_s, u"name"_s, u"building"_s, u"floor"_s, u"zone"_s})};
    for (int number = m_first->value(); number <= last; ++number) {
        const QString code =
            m_prefix->text().trimmed() + u"%1"_s.arg(number, digits, 10, QLatin1Char('0'));
        lines.append(csvLine({code, code, m_building->text().trimmed(), m_floor->text().trimmed(),
                              m_zone->text().trimmed()}));
    }
    return lines.join(u'\n').toUtf8();
}

} // namespace parking::ui
