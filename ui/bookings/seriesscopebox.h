#pragma once

#include "domain/bookingseries.h"

#include <QWidget>

#include <array>

class QPushButton;

namespace parking::ui {

/// Which bookings of a series a change or a cancellation means: this one, this and following, all.
class SeriesScopeBox : public QWidget {
    Q_OBJECT

public:
    explicit SeriesScopeBox(QWidget *parent = nullptr);

    /// Shown where there is a series; this one is meant until another is chosen.
    void begin(bool isSeries);
    domain::SeriesScope scope() const;
    void choose(domain::SeriesScope scope); ///< where there is a series

private:
    std::array<QPushButton *, 3> m_choices{};
};

} // namespace parking::ui
