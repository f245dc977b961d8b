#include "devices/deviceimportdialog.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QHeaderView>
#include <QSet>
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

/// What of a list stays as it is, and why.
QStringList notBound(const domain::ImportResult &preview)
{
    QStringList words;
    if (preview.twice > 0)
        words.append(DeviceImportDialog::tr("%n have the name of a space, and another one has it "
                                            "too: bind them by hand.",
                                            nullptr, preview.twice));
    if (preview.leftOut > 0)
        words.append(DeviceImportDialog::tr("%n are not known here and have the name of no free "
                                            "space: each is listed when its first uplink arrives "
                                            "here.",
                                            nullptr, preview.leftOut));
    return words;
}

/// One line may have several problems.
int wrongLines(const domain::ImportResult &preview)
{
    QSet<int> lines;
    for (const domain::ImportProblem &one : preview.problems)
        lines.insert(one.line);
    return int(lines.size());
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

DeviceImportDialog::DeviceImportDialog(Of of, const QString &source,
                                       const domain::ImportResult &preview, const Theme &theme,
                                       QWidget *parent)
    : QDialog(parent)
{
    const bool isList = of == Of::NetworkServer;
    const int written = preview.created + preview.updated;
    const bool good = preview.isGood() && written > 0;
    const QString title = !preview.isGood()
        ? tr("%n lines need correction", nullptr, wrongLines(preview))
        : good && isList
        ? tr("Bind %n devices to the spaces that have their names?", nullptr, written)
        : good   ? tr("Import %n devices?", nullptr, written)
        : isList ? tr("No device has the name of a free space")
                 : tr("Nothing to import");
    auto *layout = makeColumn(*this, theme, title);
    layout->addWidget(makeLabel(this, "secondary"_L1, source));
    auto *counts = makeLabel(
        this, {},
        isList ? tr("%1 were heard here, %2 not yet; %3 known ones stay as they are.")
                     .arg(labels::number(preview.updated), labels::number(preview.created),
                          labels::number(preview.unchanged))
            : preview.isGood()
            ? tr("%1 new, %2 changed, %3 stay as they are.")
                  .arg(labels::number(preview.created), labels::number(preview.updated),
                       labels::number(preview.unchanged))
            : tr("Nothing was written. Correct the file and choose it again."));
    counts->setWordWrap(true);
    layout->addWidget(counts);
    for (const QString &words : notBound(preview)) {
        auto *left = makeLabel(this, "caption"_L1, words);
        left->setWordWrap(true);
        layout->addWidget(left);
    }
    QList<QStringList> rows;
    qsizetype all = 0;
    if (!preview.isGood()) {
        all = preview.problems.size();
        for (const domain::ImportProblem &one : preview.problems.first(std::min(kMostShown, all)))
            rows.append({labels::number(one.line), one.text});
        layout->addWidget(makeTable(tr("Problems"), {tr("Line"), tr("Problem")}, rows, this), 1);
    } else if (good) {
        all = written;
        QStringList heads{tr("Line"), tr("Device"), tr("Change")};
        if (isList)
            heads.removeFirst();
        for (const domain::ImportChange &one : preview.changes) {
            rows.append({labels::number(one.line), one.code.toUpper(), words(one)});
            if (isList)
                rows.last().removeFirst();
        }
        layout->addWidget(makeTable(tr("Changes"), heads, rows, this), 1);
    }
    if (all > rows.size())
        layout->addWidget(
            makeLabel(this, "caption"_L1,
                      tr("The first %1 are shown.").arg(labels::number(int(rows.size())))));
    resize(theme.scaled(rows.isEmpty() ? 440 : 680),
           rows.isEmpty() ? sizeHint().height() : theme.scaled(420));
    addButtons(*this, *layout, good ? (isList ? tr("Bind") : tr("Import")) : QString(),
               good ? tr("Cancel") : tr("Close"));
}

} // namespace parking::ui
