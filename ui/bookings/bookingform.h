#pragma once

#include "bookings/bookingseriesbox.h"
#include "bookings/freespaces.h"
#include "bookings/seriesscopebox.h"
#include "domain/booking.h"
#include "domain/localtime.h"
#include "theme/theme.h"

#include <QFrame>
#include <QHash>
#include <QIcon>
#include <QSet>

#include <array>
#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

class ClashBox;
class DayField;

/// What stands against the booking that the form holds.
struct FormObstacle {
    QString words; ///< two lines; empty: nothing
    std::optional<domain::BookingSpan> otherTime; ///< on the same space
    std::optional<domain::SpaceId> otherSpace; ///< at the same time
    QString otherCode;
};

/// A booking that is made or changed, in the inspector's place. It knows the rules; what is free is
/// told from outside whenever it tells what it holds.
class BookingForm : public QFrame {
    Q_OBJECT

public:
    explicit BookingForm(const Theme &theme, QWidget *parent = nullptr);

    void setSite(const QString &name, const QTimeZone &zone);
    void setPolicy(const domain::BookingPolicy &policy) { m_policy = policy; }
    /// What the rules ask of a space.
    void setPlaces(const std::function<domain::BookingPlace(const domain::SpaceId &)> &placeOf)
    {
        m_placeOf = placeOf;
    }
    void setNow(UtcTime now) { m_now = now; } ///< rules refer to it; nothing jumps
    /// A new one, as far as it is known; the focus goes to the first empty field.
    void begin(const domain::BookingDraft &draft);
    void setDay(QDate day); ///< what is typed then is of that day
    void edit(const domain::Booking &booking);
    domain::BookingId booking() const { return m_before.id; } ///< null: a new one
    const domain::Booking &before() const { return m_before; } ///< as it was opened
    quint64 opening() const { return m_opening; } ///< of each one another; never 0
    /// What it holds; empty: its times are none.
    std::optional<domain::BookingDraft> draft() const;

    /// Best first. Once it is known which are free the others are left out, but the one that is
    /// held; until then none is told to be.
    void setOffered(const QList<OfferedSpace> &spaces, bool isKnown);
    void setObstacle(const FormObstacle &obstacle);
    /// The last wish was refused: what was typed stays.
    void setRefusal(const Error &error);
    /// Somebody else stored the booking meanwhile: as `standing`, what the words tell. What was
    /// typed, and what is typed on, stays until it is said whose is to hold; `bothOf` tells what of
    /// it both changed.
    void setStanding(const domain::Booking &standing, const QString &meanwhile,
                     const std::function<QString(const domain::BookingDraft &typed)> &bothOf);
    void setWaiting(const QString &why); ///< why nothing can be booked now; empty: it can

Q_SIGNALS:
    void edited(); ///< what it holds changed: setOffered() and setObstacle() are awaited
    void bookAsked(const parking::domain::BookingDraft &draft);
    void changeAsked(const parking::domain::BookingId &booking,
                     const parking::domain::BookingDraft &draft);
    void seriesAsked(const parking::domain::BookingDraft &draft,
                     const parking::domain::SeriesRule &rule);
    void changeSeriesAsked(const parking::domain::BookingId &booking,
                           const parking::domain::BookingDraft &draft,
                           parking::domain::SeriesScope scope);
    void cancelAsked(const parking::domain::BookingId &booking);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum Field { Email, From, Until, Space, Phone, Plate, Title, Reason, FieldCount };

    void build();
    QWidget *makeBody();
    QWidget *makeFooter();
    QLineEdit *addText(QVBoxLayout &layout, Field field, const QString &title);
    void addTimes(QVBoxLayout &layout);
    void addSpace(QVBoxLayout &layout);
    QLabel *addError(QVBoxLayout &layout);
    void showFields(bool more);
    void fill(const domain::BookingDraft &draft);
    void fillTimes(const domain::BookingSpan &span);
    void readTimes();
    bool isAsGiven() const;
    UtcTime startHeld() const;
    UtcTime endTyped() const;
    UtcTime endHeld() const;
    bool isEndTwice() const;
    QStringList clockWords() const;
    void onEdited();
    void onWords();
    void check();
    QIcon signOf(const OfferedSpace &space);
    void showError(Field field, const QString &words);
    void step(QLineEdit &field, int minutes);
    void takeTime(const domain::BookingSpan &span);
    void takeSpace(const domain::SpaceId &space);
    void submit();
    void takeStanding(bool mine);
    QString refusedWords() const;
    void updateWords();
    void updateBook(); ///< the button's word
    void updateFonts();
    QLineEdit *line(Field field) const { return m_lines[field]; }

    const Theme &m_theme;
    QTimeZone m_zone;
    QString m_siteName;
    domain::BookingPolicy m_policy;
    std::function<domain::BookingPlace(const domain::SpaceId &)> m_placeOf;
    UtcTime m_now;
    domain::Booking m_before; ///< its id is null at a new one
    quint64 m_opening = 0;
    std::optional<domain::LocalMoment> m_from;
    std::optional<domain::LocalMoment> m_until;
    bool m_isSecondFrom = false; ///< of a time that exists twice the later one is meant
    bool m_isSecondUntil = false;
    std::optional<domain::BookingSpan> m_given; ///< the times that were filled in last, and
    QStringList m_givenTexts; ///< how the fields show them
    QSet<int> m_left; ///< fields whose faults are shown
    Error m_refused; ///< the answer to the last wish
    bool m_isFilling = false;
    QHash<int, QIcon> m_signs; ///< of the current theme

    QLabel *m_title;
    std::array<QLineEdit *, FieldCount> m_lines{};
    std::array<QLabel *, FieldCount> m_errors{};
    DayField *m_day;
    QLabel *m_length;
    QLabel *m_zoneWords;
    QPushButton *m_twice;
    QPushButton *m_twiceUntil;
    QLabel *m_clockWords; ///< what a clock change does to the times
    QComboBox *m_space;
    QWidget *m_ways; ///< the two buttons of a conflict
    QPushButton *m_otherTime;
    QPushButton *m_otherSpace;
    FormObstacle m_obstacle;
    ClashBox *m_clash;
    std::optional<domain::Booking> m_standing; ///< that somebody else stored meanwhile
    std::function<QString(const domain::BookingDraft &)> m_bothOf; ///< with it
    FreeSpaces *m_free;
    BookingSeriesBox *m_series; ///< of a new one
    SeriesScopeBox *m_scope; ///< of one of a series
    QWidget *m_more;
    QLabel *m_answer;
    QPushButton *m_book;
    QPushButton *m_moreButton;
    QPushButton *m_remove;
};

} // namespace parking::ui
