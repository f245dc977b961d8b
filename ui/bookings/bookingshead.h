#pragma once

#include "bookings/menuchip.h"
#include "bookings/timelinescene.h"
#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace parking::ui {

/// What is looked at: days, places, which bookings, and how.
struct BookingsChoice {
    QDate day;
    bool isWeek = false;
    bool isList = false;
    QString building; ///< empty: all
    QString floor; ///< empty: all
    TimelineShow show = TimelineShow::Any;
    std::optional<bool> onlyBooked; ///< empty: nobody chose, the page does

    QDate first() const { return isWeek ? day.addDays(1 - day.dayOfWeek()) : day; }
    int days() const { return isWeek ? 7 : 1; }
    bool operator==(const BookingsChoice &) const = default;
};

/// Title, days and ways of looking: the first row of the page.
class BookingsHead : public QFrame {
    Q_OBJECT

public:
    explicit BookingsHead(const Theme &theme, QWidget *parent = nullptr);

    void setChoice(const BookingsChoice &choice);
    void setPrimary(bool primary); ///< "New booking" is the page's primary button
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void chosen(const parking::ui::BookingsChoice &choice);
    void todayAsked();
    void newAsked();
    void foldAsked(bool folded); ///< all groups
    void importAsked();
    void exportAsked();
    void printAsked(); ///< the day list
    void saveAsked(); ///< it, as a file

private:
    QPushButton *addSquare(const QString &icon, const QString &name);
    QWidget *makeSegments(const QString &first, const QString &second,
                          bool BookingsChoice::*member);
    void step(int direction);
    void updateFonts();

    const Theme &m_theme;
    BookingsChoice m_choice;
    QLabel *m_day;
    QPushButton *m_new;
    QList<QWidget *> m_days; ///< what chooses days
    QList<std::pair<QPushButton *, bool BookingsChoice::*>> m_segments; ///< the second ones
};

/// Which places and which bookings: the second row of the page.
class BookingsFilter : public QFrame {
    Q_OBJECT

public:
    BookingsFilter(const SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setChoice(const BookingsChoice &choice);
    void setOnlyBooked(bool only);
    void setSummary(const QString &text);

Q_SIGNALS:
    void chosen(const parking::ui::BookingsChoice &choice);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showSummary();
    MenuChip *addChip(const QString &name);
    void fillBuildings();
    void fillFloors();
    void fillStatus();

    const SiteModel &m_model;
    const Theme &m_theme;
    BookingsChoice m_choice;
    MenuChip *m_building;
    MenuChip *m_floor;
    MenuChip *m_status;
    QPushButton *m_onlyBooked;
    QLabel *m_summary;
    QString m_summaryText; ///< all of it
};

/// The words of a floor: its title, else its name.
QString floorTitle(const SiteModel &model, const QString &building, const QString &floor);
/// "Basement 1 · Zone A", with the building where several are shown.
QString groupTitle(const SiteModel &model, const domain::Space &space, bool withBuilding);

} // namespace parking::ui
