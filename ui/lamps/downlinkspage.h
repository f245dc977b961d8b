#pragma once

#include "domain/page.h"
#include "lamps/downlinkmodel.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "theme/theme.h"
#include "widgets/noticepage.h"

#include <QButtonGroup>
#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QFrame;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace parking::ui {

class DownlinkTable;

/// The page "Downlinks": the ledger of lamp commands with filters, totals and delays.
class DownlinksPage : public QWidget {
    Q_OBJECT

public:
    DownlinksPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                  QWidget *parent = nullptr);

    /// The answer to wanted().
    void setPage(const domain::DownlinkPage &page);
    /// wanted() found no answer: the old rows stay and the footer says so.
    void setFailed(const QString &words);
    /// The ledger moved: asks anew, at most every two seconds, while visible.
    void refresh();
    domain::DownlinkFilter filter() const;
    static constexpr int kShown = 200;

Q_SIGNALS:
    void wanted(const parking::domain::DownlinkFilter &filter);
    void spaceChosen(const parking::domain::SpaceId &space); ///< show it on the map
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces);

protected:
    void showEvent(QShowEvent *event) override;

private:
    enum Chip { All, Waiting, Trouble, Confirmed, Acknowledged, OnTheAir, Withdrawn, ChipCount };
    enum class Haste { Now, Typing, Moved };
    void ask(Haste haste);
    QWidget *makeHead();
    QLayout *makeChips(QWidget *head);
    QWidget *makeBody();
    QLayout *makeFooter();
    void makeTable();
    void showMenu(const QPoint &at);
    void updateChips(const domain::DownlinkTotals &totals);
    void updateEmpty(bool isEmpty);
    void updateActions();
    void updateFonts();
    bool isFiltered() const;
    void clearFilter();
    QSet<domain::SpaceId> selectedSpaces() const;

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    DownlinkModel *m_rows;
    QLabel *m_title;
    QLabel *m_delays;
    QLabel *m_footer;
    NoticePage *m_empty;
    QFrame *m_card;
    QLineEdit *m_search;
    QComboBox *m_period;
    QButtonGroup m_chips;
    QPushButton *m_resend;
    QPushButton *m_show;
    DownlinkTable *m_table;
    QTimer m_ask;
    QElapsedTimer m_asked; ///< the last question; invalid: none yet
    bool m_isAnswered = true;
    qint64 m_total = 0;
};

} // namespace parking::ui
