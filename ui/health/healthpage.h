#pragma once

#include "domain/outage.h"
#include "domain/screen.h"
#include "health/healthrow.h"
#include "models/causewatch.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;

namespace parking::ui {

/// The page "Health": one sentence, a row per check with what to do and the way there, what is not
/// heard, and what was amiss before.
class HealthPage : public QWidget {
    Q_OBJECT

public:
    HealthPage(const SiteModel &model, const Situation &situation, const Theme &theme,
               QWidget *parent = nullptr);

    QString report() const; ///< as "Copy report" puts it on the clipboard; no secrets in it
    void copyReport();
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
    void reportCopied();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QLayout *makeHead();
    QWidget *makeBody();
    QLabel *makeSection(QWidget *parent, const QString &title);
    void refresh();
    void refreshUnheard();
    void refreshOutages();
    HealthRow::Content contentOf(const domain::HealthCheck &check);
    void addLink(HealthRow::Content &content, const QString &check);

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    CauseWatch m_causes;
    QLabel *m_sentence;
    QLabel *m_figures;
    HealthRows *m_checks;
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
