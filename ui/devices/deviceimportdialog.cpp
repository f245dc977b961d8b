#include "devices/deviceimportdialog.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QTableWidget>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr qsizetype kMostShown = 1000;

QString columnName(const QString &column)
{
    if (column == u"name")
        return DeviceImportDialog::tr("Name");
    if (column == u"type")
        return DeviceImportDialog::tr("Type");
    if (column == u"space")
        return DeviceImportDialog::tr("Space");
    if (column == u"replaces")
        return DeviceImportDialog::tr("In place of");
    return column;
}

QString words(const domain::ImportChange &change)
{
    QStringList parts;
    if (change.isNew)
        parts.append(DeviceImportDialog::tr("not heard yet"));
    const QString none(QChar(0x2013));
    for (const domain::ImportChange::Difference &one : change.differences) {
        const QString after = one.after.isEmpty() ? none : one.after;
        parts.append(one.column == u"replaces" || change.isNew
                         ? u"%1: %2"_s.arg(columnName(one.column), after)
                         : u"%1: %2 → %3"_s.arg(columnName(one.column),
                                                one.before.isEmpty() ? none : one.before, after));
    }
    return parts.join(u", "_s);
}

/// Lines are of files.
bool isList(const domain::ImportResult &preview)
{
    return !preview.changes.isEmpty() && preview.changes.first().line == 0;
}

int boundBy(const domain::ImportResult &preview)
{
    return int(std::count_if(
        preview.changes.cbegin(), preview.changes.cend(), [](const domain::ImportChange &change) {
            return std::any_of(change.differences.cbegin(), change.differences.cend(),
                               [](const auto &one) { return one.column == u"space"; });
        }));
}

QTableWidget *makeTable(const QString &name, const QStringList &heads,
                        const QList<QStringList> &rows, QWidget *parent)
{
    auto *table = new QTableWidget(int(rows.size()), int(heads.size()), parent);
    table->setAccessibleName(name);
    table->setHorizontalHeaderLabels(heads);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    for (int row = 0; row < rows.size(); ++row) {
        for (int column = 0; column < rows[row].size(); ++column) {
            auto *item = new QTableWidgetItem(rows[row][column]);
            item->setToolTip(rows[row][column]);
            table->setItem(row, column, item);
        }
    }
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

} // namespace

DeviceImportDialog::DeviceImportDialog(const QString &source, const domain::ImportResult &preview,
                                       const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    const int written = preview.created + preview.updated;
    const bool good = preview.isGood() && written > 0;
    const QString title = !preview.isGood()
        ? tr("%n lines need correction", nullptr, int(preview.problems.size()))
        : good ? tr("Import %n devices?", nullptr, written)
               : tr("Nothing to import");
    auto *layout = makeColumn(*this, theme, title);
    layout->addWidget(makeLabel(this, "secondary"_L1, source));
    auto *counts =
        makeLabel(this, {},
                  preview.isGood()
                      ? tr("%1 new, %2 changed, %3 stay as they are.")
                            .arg(labels::number(preview.created), labels::number(preview.updated),
                                 labels::number(preview.unchanged))
                      : tr("Nothing was written. Correct the file and choose it again."));
    counts->setWordWrap(true);
    layout->addWidget(counts);
    if (preview.leftOut > 0) {
        auto *left =
            makeLabel(this, "caption"_L1,
                      tr("%n are left out: nothing tells yet what they are. Each is listed "
                         "when its first uplink arrives.",
                         nullptr, preview.leftOut));
        left->setWordWrap(true);
        layout->addWidget(left);
    }
    if (const int bound = isList(preview) ? boundBy(preview) : 0; good && bound > 0) {
        const bool isAll = written <= preview.changes.size();
        m_bind = new QCheckBox(
            isAll ? tr("Bind %n of them to the spaces that have their names", nullptr, bound)
                  : tr("Bind them to the spaces that have their names"),
            this);
        m_bind->setChecked(true);
        layout->addWidget(m_bind);
    }
    QList<QStringList> rows;
    if (!preview.isGood()) {
        for (const domain::ImportProblem &one :
             preview.problems.first(std::min(kMostShown, preview.problems.size())))
            rows.append({labels::number(one.line), one.text});
        layout->addWidget(makeTable(tr("Problems"), {tr("Line"), tr("Problem")}, rows, this), 1);
    } else if (good) {
        QStringList heads{tr("Line"), tr("Device"), tr("Change")};
        if (isList(preview))
            heads.removeFirst();
        for (const domain::ImportChange &one : preview.changes) {
            rows.append({labels::number(one.line), one.code.toUpper(), words(one)});
            if (isList(preview))
                rows.last().removeFirst();
        }
        layout->addWidget(makeTable(tr("Changes"), heads, rows, this), 1);
        if (written > preview.changes.size())
            layout->addWidget(makeLabel(
                this, "caption"_L1,
                tr("The first %1 are shown.").arg(labels::number(int(preview.changes.size())))));
    }
    resize(theme.scaled(rows.isEmpty() ? 440 : 680),
           rows.isEmpty() ? sizeHint().height() : theme.scaled(420));
    addButtons(*this, *layout, good ? tr("Import") : QString(), good ? tr("Cancel") : tr("Close"));
}

bool DeviceImportDialog::binds() const
{
    return m_bind && m_bind->isChecked();
}

} // namespace parking::ui
