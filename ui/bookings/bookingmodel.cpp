#include "bookings/bookingmodel.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"

namespace parking::ui {

BookingModel::BookingModel(const Theme &theme, QObject *parent)
    : QAbstractTableModel(parent), m_theme(theme), m_zone(QTimeZone::utc())
{
}

/// Rows that stay keep their place in the view: a page that only moved is told as changed data.
void BookingModel::setRows(const QList<Row> &rows)
{
    const bool isSame =
        std::equal(rows.cbegin(), rows.cend(), m_rows.cbegin(), m_rows.cend(),
                   [](const Row &a, const Row &b) { return a.booking.id == b.booking.id; });
    if (!isSame)
        beginResetModel();
    m_rows = rows;
    if (!isSame)
        endResetModel();
    else if (!rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(rows.size()) - 1, ColumnCount - 1));
}

void BookingModel::setReadOnly(bool readOnly)
{
    m_isReadOnly = readOnly;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Who), index(int(m_rows.size()) - 1, Who));
}

int BookingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int BookingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString BookingModel::text(const Row &row, int column) const
{
    const QDate day = toDateTime(row.booking.start).toTimeZone(m_zone).date();
    switch (column) {
    case Space:
        return row.code;
    case Place:
        return row.place;
    case Day:
        return labels::shortDay(day);
    case From:
        return labels::clock(row.booking.start, m_zone);
    case Until:
        return labels::clockOn(row.booking.endedEarlyAt.value_or(row.booking.end), day, m_zone);
    case Who:
        return m_isReadOnly || row.booking.title.isEmpty() || row.booking.email.isEmpty()
            ? labels::who(row.booking, m_isReadOnly)
            : tr("%1 · %2").arg(row.booking.email, row.booking.title);
    case Plate:
        return m_isReadOnly ? QString() : row.booking.plate;
    case Status:
        return labels::text(row.phase);
    default:
        return {};
    }
}

QVariant BookingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    const Tokens &t = m_theme.tokens();
    const bool isBad = needsAttention(row.phase);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(row, index.column());
    case Qt::DecorationRole:
        return index.column() == Status && isBad
            ? QVariant(m_theme.pixmap(u"warning"_s, 16, t.danger, 2))
            : QVariant();
    case Qt::ForegroundRole:
        if (index.column() == Status && isBad)
            return t.danger;
        if (row.booking.status != domain::BookingStatus::Active || index.column() == Place)
            return t.text2;
        return {};
    default:
        return {};
    }
}

QVariant BookingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Space:
        return tr("Space");
    case Place:
        return tr("Place");
    case Day:
        return tr("Day");
    case From:
        return tr("From");
    case Until:
        return tr("Until");
    case Who:
        return tr("For");
    case Plate:
        return tr("Plate");
    case Status:
        return tr("Status");
    default:
        return {};
    }
}

} // namespace parking::ui
