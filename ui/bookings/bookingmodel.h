#pragma once

#include "domain/booking.h"
#include "theme/theme.h"

#include <QAbstractTableModel>
#include <QTimeZone>

namespace parking::ui {

/// Bookings as a table, in the order that they were found in: the list of the page "Bookings".
class BookingModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Space, Place, Day, From, Until, Who, Plate, Status, ColumnCount };

    struct Row {
        domain::Booking booking;
        QString code;
        QString place; ///< "Basement 1 · Zone A"
        domain::BookingPhase phase = domain::BookingPhase::Upcoming;

        bool operator==(const Row &) const = default;
    };

    explicit BookingModel(const Theme &theme, QObject *parent = nullptr);

    void setRows(const QList<Row> &rows);
    void setZone(const QTimeZone &zone) { m_zone = zone; }
    void setReadOnly(bool readOnly);
    const Row &row(int row) const { return m_rows[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Row &row, int column) const;

    const Theme &m_theme;
    QTimeZone m_zone;
    bool m_isReadOnly = false;
    QList<Row> m_rows;
};

} // namespace parking::ui
