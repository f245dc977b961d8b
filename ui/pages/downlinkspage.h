#pragma once

#include "models/downlinkmodel.h"
#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace parking::ui {

/// The page "Downlinks": the ledger of lamp commands with filters, totals and delays.
class DownlinksPage : public QWidget {
    Q_OBJECT

public:
    DownlinksPage(const SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    void setPage(const domain::DownlinkPage &page);
    void setNow(UtcTime now) { m_rows->setNow(now); }
    void setHealth(const domain::Health &health) { m_rows->setHealth(health); }
    void setReadOnly(bool readOnly);
    /// The ledger moved: asks anew, at most twice a second, while visible.
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
    enum Chip { All, Waiting, Trouble, Confirmed, Transmitted, Replaced, ChipCount };
    QWidget *makeHead();
    void makeTable();
    void updateChips(const domain::DownlinkTotals &totals);
    void updateActions();
    QSet<domain::SpaceId> selectedSpaces() const;

    const SiteModel &m_model;
    const Theme &m_theme;
    DownlinkModel *m_rows;
    QLabel *m_title;
    QLabel *m_delays;
    QLabel *m_footer;
    QLabel *m_empty;
    QLineEdit *m_search;
    QButtonGroup m_chips;
    QPushButton *m_resend;
    QPushButton *m_show;
    QTableView *m_table;
    QTimer m_ask;
    bool m_readOnly = false;
};

} // namespace parking::ui
