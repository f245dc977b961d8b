#pragma once

#include "devices/fleetmodel.h"
#include "domain/devicedetail.h"
#include "widgets/noticepage.h"

#include <QButtonGroup>
#include <QFrame>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace parking::ui {

class FleetTable;
class TickBar;

/// The left side of the page "Devices": sensors, lamps or gateways, worst first, what is looked for
/// among them, and how many newcomers wait.
class FleetList : public QFrame {
    Q_OBJECT

public:
    enum View { Sensors, Lamps, Gateways };

    FleetList(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    View view() const { return View(m_views.checkedId()); }
    void setView(View view);
    domain::FleetFilter filter() const;
    const domain::FleetSort &sort() const { return m_sort; }
    int limit() const { return m_limit; } ///< rows that are wanted
    FleetTable &table() { return *m_table; }
    QLineEdit &search() { return *m_search; }
    FleetModel &rows() { return *m_rows; }

    /// `isNew`: the answer to another question, so that rows may change places.
    void setPage(const domain::FleetPage &page, bool isNew);
    void setGateways(const QList<domain::GatewayDetail> &gateways);
    void setFailed(const QString &words);
    void setInboxOpen(bool open);
    void setCommandsOpen(bool open); ///< the lamps' commands are shown instead of one of them
    void clearFilter();
    void seek(domain::DevEui eui); ///< among the devices of this view that are in use
    std::optional<QString> chosenGateway() const;

Q_SIGNALS:
    void changed(); ///< another question
    void moreWanted();
    void deviceChosen(parking::domain::DevEui eui);
    void gatewayChosen(const QString &id);
    void inboxToggled(bool open);
    void commandsToggled(bool open);
    void exportWanted();
    void importWanted();
    void tripsWanted();
    void retireRequested(const QList<parking::domain::FleetDevice> &devices, bool retire);
    void exportTickedWanted(const QList<parking::domain::FleetDevice> &devices);
    void labelsWanted(const QList<parking::domain::FleetDevice> &devices);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; ///< Down leads from search to rows

private:
    QLayout *makeHead();
    QLayout *makeViews();
    QLayout *makeFilters();
    QWidget *makeBody();
    QWidget *makeTicks();
    void setTypes(const QStringList &types);
    void updateCounts(const domain::FleetCounts &counts);
    void updateBody();
    void updateAges();
    void updateFooter();
    bool isFiltered() const;

    const Situation &m_situation;
    const Theme &m_theme;
    FleetModel *m_rows;
    FleetTable *m_table;
    QTableWidget *m_gateways;
    QList<domain::GatewayDetail> m_gatewayRows;
    QButtonGroup m_views;
    QPushButton *m_inbox;
    QPushButton *m_commands;
    QLineEdit *m_search;
    QComboBox *m_show;
    QStackedWidget *m_stack;
    NoticePage *m_notice;
    QLabel *m_footer;
    QPushButton *m_visits;
    QPushButton *m_import;
    TickBar *m_ticks;
    QTimer m_typing;
    domain::FleetSort m_sort;
    QStringList m_types;
    QString m_failure;
    int m_limit;
    int m_fresh = 0;
    bool m_isKnown = false;
    bool m_areGatewaysKnown = false;
};

} // namespace parking::ui
