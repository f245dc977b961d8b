#pragma once

#include "domain/downlinknews.h"
#include "domain/lampcheck.h"
#include "lamps/downlinkmodel.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "theme/theme.h"
#include "widgets/noticepage.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;

namespace parking::ui {

class DownlinksHead;
class DownlinkTable;
class TroubleList;

/// The view "Commands" of Devices, Lamps: the lamps that do not show what they should, then the
/// ledger of lamp commands with filters, totals and delays. While somebody reads its rows they stay
/// where they are, and new ones gather behind a number.
class DownlinksPage : public QWidget {
    Q_OBJECT

public:
    DownlinksPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                  QWidget *parent = nullptr);

    /// Counts the questions. Only the answer to the last one is taken: whoever answers remembers
    /// this number.
    quint64 question() const { return m_question; }
    void setPage(const domain::DownlinkPage &page); ///< the answer to wanted()
    void setOlder(const QList<domain::Downlink> &rows); ///< the answer to olderWanted()
    void setNews(const domain::DownlinkNews &news); ///< the answer to newsWanted()
    /// There was no answer: rows of the same filter stay, and the footer says so.
    void setFailed(const QString &words);
    /// So many lamps do not show what they should, `uncommanded` of them have no command at all.
    void setAmiss(int lamps, int uncommanded);
    /// They stand before everything else.
    void setTroubles(const QList<domain::LampTrouble> &troubles);
    /// The ledger moved: asks anew, at most every two seconds, while visible.
    void refresh();
    domain::DownlinkFilter filter() const;
    bool isAmissOnly() const; ///< the filter is for lamps that do not show what they should
    void showAmiss(); ///< turns to that filter
    bool cancel(); ///< nothing is chosen any more; false: nothing was
    static constexpr int kShown = 200; ///< rows at a time

Q_SIGNALS:
    void wanted(const parking::domain::DownlinkFilter &filter, int limit);
    void olderWanted(const parking::domain::DownlinkFilter &filter, qint64 before);
    void newsWanted(const parking::domain::DownlinkLook &look);
    void spaceChosen(const parking::domain::SpaceId &space); ///< show it on the map
    void lampChosen(parking::domain::DevEui device); ///< show its page
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces);

protected:
    void showEvent(QShowEvent *event) override;

private:
    enum class Haste { Now, Typing, Moved };
    void ask(Haste haste);
    void askAnew(); ///< because the filter is another one
    void askGathered();
    void askOlder(qint64 before);
    void begin(); ///< a question
    QWidget *makeBody();
    QLayout *makeFooter();
    void makeTable();
    void showMenu(const QPoint &at);
    void take(const QSet<domain::DownlinkId> &matching, bool more);
    void setTotals(const domain::DownlinkTotals &totals, qint64 total);
    void updateBody();
    NoticePage::Content notice();
    NoticePage::Content emptyNotice();
    void updateActions();
    void updateFooter();
    void onHealth();
    bool isDatabaseAway() const;
    QSet<domain::SpaceId> selectedSpaces() const;

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    DownlinkModel *m_rows;
    DownlinksHead *m_head;
    TroubleList *m_troubles;
    QLabel *m_footer;
    NoticePage *m_notice;
    QFrame *m_card;
    QPushButton *m_resend;
    QPushButton *m_show;
    DownlinkTable *m_table;
    QTimer m_ask;
    QElapsedTimer m_asked; ///< the last question; invalid: none yet
    quint64 m_question = 0;
    bool m_isAnswered = true;
    bool m_isKnown = false; ///< the rows are what the filter found
    bool m_mayReplace = false; ///< the next answer may, though somebody reads
    bool m_wasAway = false; ///< the database
    int m_gathered = 0;
    int m_uncommanded = 0;
    qint64 m_total = 0;
    QString m_failure; ///< of the last question
};

} // namespace parking::ui
