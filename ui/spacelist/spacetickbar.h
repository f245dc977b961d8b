#pragma once

#include "domain/spaceschange.h"
#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace parking::ui {

/// Under the table: what is shown of how many, and what can be done with the spaces that are
/// ticked.
class SpaceTickBar : public QFrame {
    Q_OBJECT

public:
    SpaceTickBar(const SiteModel &site, const Theme &theme, QWidget *parent = nullptr);

    /// `hidden`: how many of them no row shows now; what is done is done to these too.
    void setTicked(const QList<domain::Space> &ticked, int hidden);
    void setShown(int shown);

Q_SIGNALS:
    void maintenanceAsked();
    void moveAsked(const parking::domain::SitePlace &to);
    void featureAsked(const QString &feature, bool has);
    void resendAsked();
    void deleteAsked();
    void clearAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void fit();
    int wanted() const; ///< pixels, for all that is shown in one line
    void fillMoves();
    void fillFeatures();

    const SiteModel &m_site;
    const Theme &m_theme;
    QList<domain::Space> m_ticked;
    int m_hidden = 0; ///< of m_ticked
    int m_shown = 0;
    QString m_ofWhat; ///< "of 473, in all 572"
    QLabel *m_count;
    QWidget *m_acts;
    QPushButton *m_maintenance;
    QPushButton *m_move;
    QPushButton *m_features;
    QPushButton *m_resend;
    QPushButton *m_delete;
    QLabel *m_of;
};

} // namespace parking::ui

Q_DECLARE_METATYPE(parking::domain::SitePlace)
