#pragma once

#include "events/eventdetail.h"
#include "events/eventtable.h"
#include "models/situation.h"
#include "widgets/noticepage.h"

class QLineEdit;

namespace parking::ui {

class MenuChip;

/// The page "Events": what happens at the site, the newest on top. Paused, or while a row is read,
/// new ones gather behind a number. At its end older ones come from the database.
class EventsPage : public QWidget {
    Q_OBJECT

public:
    EventsPage(const SiteModel &site, const Situation &situation, const Theme &theme,
               QWidget *parent = nullptr);

    EventModel &events() { return *m_events; }
    EventTable &table() { return *m_table; }
    EventDetail &detail() { return *m_detail; }
    QList<QWidget *> panes() const { return {m_filters, m_table, m_detail}; }
    bool cancel(); ///< closes the detail, ends a search; false: neither was there

    void add(const QList<domain::SiteEvent> &events); ///< that are new
    /// More came at once than was read: the database has the rest. It is said until the list starts
    /// anew.
    void setMissed(bool missed);
    void addOlder(const domain::EventPage &page);
    void setFailed(const QString &words); ///< new ones could not be read; empty: they can again
    void setOlderFailed(const QString &words); ///< the answer to olderWanted(): there is none
    bool isPaused() const { return m_pausedAt.has_value(); }
    void setPaused(bool paused);
    const domain::EventSearch &search() const { return m_search; }
    void letterGone(qint64 letter);

Q_SIGNALS:
    void olderWanted(bool fromStart); ///< of search()
    void showAsked(const parking::domain::SpaceId &space); ///< on the map
    void deviceAsked(parking::domain::DevEui device);
    void copied(const QString &what); ///< to the clipboard
    void exportAsked(const QByteArray &csv);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFilters();
    QWidget *makeBar();
    void connectDetail();
    void onChosen();
    void onFilter();
    void updateHold();
    void refresh();
    void refreshBar();
    void fillMenus();
    void askOlder(bool fromStart);
    void seek(); ///< in the database, what the field names
    void startAnew();
    bool isPointedAt() const;
    QByteArray csv() const;
    void copyRow();
    void copyPayload(const QByteArray &bytes);

    const SiteModel &m_site;
    const Situation &m_situation;
    const Theme &m_theme;
    EventModel *m_events;
    EventTable *m_table;
    EventDetail *m_detail;
    NoticePage *m_notice;
    QLabel *m_pill;
    QPushButton *m_pause;
    QFrame *m_filters;
    QLineEdit *m_text;
    QList<QPushButton *> m_chips; ///< in the order of domain::kEventKinds
    MenuChip *m_place;
    MenuChip *m_level;
    QFrame *m_bar;
    QLabel *m_barWords;
    QPushButton *m_showThem;
    QLabel *m_footer;
    QPushButton *m_anew;
    QPushButton *m_older;
    EventFilter m_filter;
    domain::EventSearch m_search;
    std::optional<UtcTime> m_pausedAt;
    UtcTime m_heldAt;
    std::optional<UtcTime> m_pointedAt; ///< the pointer moved over the table
    QString m_failure; ///< of new ones
    QString m_olderFailure; ///< of what was asked last
    bool m_hasOlder = true;
    bool m_isAsking = false;
    bool m_hasMissed = false;
};

} // namespace parking::ui
