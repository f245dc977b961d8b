#pragma once

#include "bookings/bookinglisthead.h"
#include "bookings/bookingmodel.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "widgets/noticepage.h"

#include <QTimer>

class QLabel;
class QPushButton;
class QTableView;

namespace parking::ui {

/// What the list asks for. Only the answer to the last question counts: whoever answers remembers
/// its number.
struct BookingQuestion {
    quint64 number = 0;
    domain::BookingSearch search;
    domain::BookingSort sort;
    domain::PageRequest page;
};

/// Bookings of any time, a page of them at a time: what is looked for, what was found in words, and
/// the rows. What somebody reads does not move: rows change where they stand, and when others have
/// come between, the footer says so.
class BookingList : public QWidget {
    Q_OBJECT

public:
    static constexpr int kRows = 100; ///< of a page

    BookingList(const SiteModel &model, const Situation &situation, const Theme &theme,
                QWidget *parent = nullptr);

    /// By what phases are told, at which moment.
    void setRules(const domain::BookingPolicy &policy, UtcTime now);
    void onSpaces(); ///< names, zone or role are others
    void open(); ///< it is seen from now on: asks
    void refresh(); ///< asks the same again, unless an answer is awaited
    void setPage(quint64 question, const domain::BookingPage &page);
    void setFailed(quint64 question, const QString &words); ///< what was found stays, and its age
    const domain::Booking *find(const domain::BookingId &booking) const;

Q_SIGNALS:
    void asked(const parking::ui::BookingQuestion &question);
    void opened(const parking::domain::Booking &booking); ///< Enter or double click
    void cancelAsked(const parking::domain::Booking &booking,
                     const QRect &row); ///< in the window's
    void showAsked(const parking::domain::Booking &booking); ///< on the timeline
    void newAsked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeTable();
    QLayout *makeFooter();
    void sortBy(int column);
    void turn(int pages);
    void askAnew(); ///< the first page of another question
    void ask();
    void take(const domain::BookingPage &page);
    void fill();
    bool isBeingRead() const;
    QString found() const;
    NoticePage::Content notice();
    void updateBody();
    void updateFooter();
    void showMenu(const QPoint &at);
    const domain::Booking *current() const;
    void arrange();

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    domain::BookingPolicy m_policy;
    UtcTime m_now;
    BookingListHead *m_head;
    QLabel *m_found;
    QPushButton *m_clear;
    BookingModel *m_rows;
    QTableView *m_table;
    NoticePage *m_notice;
    QLabel *m_footer;
    QPushButton *m_anew;
    QPushButton *m_back;
    QPushButton *m_on;
    QTimer m_typing;
    domain::BookingSort m_sort{domain::BookingOrder::Start, false};
    int m_offset = 0;
    quint64 m_question = 0;
    bool m_isOpen = false;
    bool m_isAwaited = false; ///< an answer
    bool m_isKnown = false; ///< m_page is what the filter finds
    bool m_isOvertaken = false; ///< others have come between the rows, or gone
    domain::BookingPage m_page;
    UtcTime m_foundAt; ///< when m_page was
    QString m_failure;
};

} // namespace parking::ui
