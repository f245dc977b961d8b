#pragma once

#include "spacelist/spacerows.h"
#include "theme/theme.h"

#include <QFrame>

class QLineEdit;
class QPushButton;

namespace parking::ui {

class MenuChip;

/// The line over the table: what is looked for, where, and a chip for each state with its count.
/// Counts follow the place, and no other chip.
class SpaceFilters : public QFrame {
    Q_OBJECT

public:
    SpaceFilters(const SiteModel &site, const Theme &theme, QWidget *parent = nullptr);

    const SpaceFilter &filter() const { return m_filter; }
    void setFilter(const SpaceFilter &filter);
    QLineEdit &search() { return *m_search; }

Q_SIGNALS:
    void changed();

private:
    enum Chip {
        Free,
        Occupied,
        Reserved,
        Maintenance,
        NotKnown,
        Silent,
        NoSensor,
        Imported,
        kChips
    };

    QPushButton *addChip(Chip chip, const QString &text);
    void fillPlaces();
    void setPlace(const QString &building, const QString &floor);
    void read();
    void refresh();
    int imported() const; ///< of those that were imported, that are still there
    void paintSigns();

    const SiteModel &m_site;
    const Theme &m_theme;
    SpaceFilter m_filter;
    QLineEdit *m_search;
    MenuChip *m_place;
    std::array<QPushButton *, kChips> m_chips{};
    QStringList m_words;
};

} // namespace parking::ui
