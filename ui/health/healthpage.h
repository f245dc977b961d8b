#pragma once

#include "domain/outage.h"
#include "domain/screen.h"
#include "health/checkwords.h"
#include "health/curvecard.h"
#include "health/healthrow.h"
#include "health/healthseries.h"
#include "models/causewatch.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;

namespace parking::ui {

class HealthVerdictBox;

/// The page "Health": one sentence, the last hour as two curves, the checks with what to do and the
/// way there, what is not heard, and what was amiss before. A check that is chosen is told of at
/// the right.
class HealthPage : public QWidget {
    Q_OBJECT

public:
    HealthPage(const SiteModel &model, const Situation &situation, const Theme &theme,
               QWidget *parent = nullptr);

    QString report() const; ///< as "Copy report" puts it on the clipboard; no secrets in it
    void copyReport();
    /// What was told before the page was made; outlives it.
    void setSeries(const HealthSeries &series);
    bool cancel(); ///< closes the check that is told of
    void setOutages(const QList<domain::Outage> &outages); ///< the answer to outagesWanted()
    void setOutagesFailed(const QString &words);
    /// The answer to screensWanted(), and when it was given by the clock that they are of.
    void setScreens(const QList<domain::Screen> &screens, UtcTime at);
    static constexpr int kOutages = 20;

Q_SIGNALS:
    void outagesWanted();
    void screensWanted(); ///< when it is shown, and each 15 s while it is
    void unheardChosen(const parking::domain::SpaceId &space); ///< show it on the map
    void lampsChosen(); ///< those that do not show what they should
    void lettersChosen(); ///< messages that were set aside
    void settingsChosen(const QString &check); ///< of a check's part
    void copied(const QString &what); ///< put on the clipboard, in words

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBody();
    QWidget *makeCurves(QWidget *parent);
    QLabel *makeSection(QWidget *parent, const QString &title);
    void refresh();
    void refreshCurves();
    void refreshInspector();
    void fitTable();
    void refreshUnheard();
    void refreshOutages();
    void addLink(CheckLine &line);
    void copy(const QString &text, const QString &what);

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    CauseWatch m_causes;
    HealthSeries m_own; ///< until setSeries()
    const HealthSeries *m_series = &m_own;
    QLabel *m_role;
    HealthVerdictBox *m_verdict;
    CurveCard *m_uplinks;
    CurveCard *m_backlog;
    CheckTable *m_checks;
    CheckInspector *m_inspector;
    QLabel *m_unheardTitle;
    HealthRows *m_unheard;
    QLabel *m_more; ///< of what is not heard and has no row
    QLabel *m_screensTitle;
    HealthRows *m_screens;
    QLabel *m_outagesTitle;
    QLabel *m_outagesWords;
    HealthRows *m_outagesRows;
    QList<domain::Outage> m_outages;
    QString m_outagesFailed;
    domain::HealthLevel m_level = domain::HealthLevel::Healthy;
    UtcTime m_screensAsked;
    bool m_wasAsked = false; ///< what was before
};

} // namespace parking::ui
