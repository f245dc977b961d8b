#include "bookings/bookingsimportdialog.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "labels.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QHeaderView>
#include <QTableWidget>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr qsizetype kMostShown = 1000;

QTableWidget *makeTable(const QString &name, const QStringList &heads,
                        const QList<QStringList> &rows, QWidget *parent)
{
    auto *table = new QTableWidget(int(rows.size()), int(heads.size()), parent);
    table->setAccessibleName(name);
    table->setHorizontalHeaderLabels(heads);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->horizontalHeader()->setStretchLastSection(true);
    for (int row = 0; row < rows.size(); ++row) {
        for (int column = 0; column < rows[row].size(); ++column) {
            auto *item = new QTableWidgetItem(rows[row][column]);
            item->setToolTip(rows[row][column]);
            table->setItem(row, column, item);
        }
    }
    table->resizeColumnsToContents();
    return table;
}

QTableWidget *problemTable(const domain::BookingImportResult &preview, QWidget *parent)
{
    QList<QStringList> rows;
    for (const domain::BookingImportProblem &one :
         preview.problems.first(std::min(kMostShown, preview.problems.size())))
        rows.append({labels::number(one.line), one.uid, one.text});
    return makeTable(BookingsImportDialog::tr("Problems"),
                     {BookingsImportDialog::tr("Line"), BookingsImportDialog::tr("Event"),
                      BookingsImportDialog::tr("Problem")},
                     rows, parent);
}

QTableWidget *bookingTable(const domain::BookingImportResult &preview,
                           const BookingsImportDialog::Site &site, QWidget *parent)
{
    QList<QStringList> rows;
    for (const domain::Booking &one :
         preview.created.first(std::min(kMostShown, preview.created.size())))
        rows.append({site.codes.value(one.spaceId),
                     labels::shortDay(domain::localOf(one.start, site.zone).date()),
                     labels::range(one.span(), site.zone), one.email, one.title});
    return makeTable(BookingsImportDialog::tr("New bookings"),
                     {BookingsImportDialog::tr("Space"), BookingsImportDialog::tr("Day"),
                      BookingsImportDialog::tr("Time"), BookingsImportDialog::tr("E-mail"),
                      BookingsImportDialog::tr("Title")},
                     rows, parent);
}

} // namespace

BookingsImportDialog::BookingsImportDialog(const QString &source,
                                           const domain::BookingImportResult &preview,
                                           const Site &site, const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    const int created = int(preview.created.size());
    const int wrong = int(preview.problems.size());
    const bool good = preview.isGood() && created > 0;
    QString title = tr("Nothing to import");
    if (!preview.isGood())
        title = tr("%n lines need correction", nullptr, wrong);
    else if (good)
        title = tr("Import %n bookings?", nullptr, created);
    auto *layout = makeColumn(*this, theme, title);
    layout->addWidget(makeLabel(this, "secondary"_L1, source));
    auto *words = makeLabel(
        this, {},
        preview.isGood() ? tr("%1 new, %2 are there already, %3 are history and left out.")
                               .arg(labels::number(created), labels::number(preview.unchanged),
                                    labels::number(preview.skipped))
                         : tr("Nothing was written. Correct the file and choose it again."));
    words->setWordWrap(true);
    layout->addWidget(words);
    if (!preview.isGood())
        layout->addWidget(problemTable(preview, this), 1);
    else if (good)
        layout->addWidget(bookingTable(preview, site, this), 1);
    if (std::max(created, wrong) > kMostShown)
        layout->addWidget(
            makeLabel(this, "caption"_L1,
                      tr("The first %1 are shown.").arg(labels::number(int(kMostShown)))));
    const bool hasTable = good || !preview.isGood();
    resize(theme.scaled(hasTable ? 680 : 440), hasTable ? theme.scaled(420) : sizeHint().height());
    addButtons(*this, *layout, good ? tr("Import") : QString(), good ? tr("Cancel") : tr("Close"));
}

} // namespace parking::ui
