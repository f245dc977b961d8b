#pragma once

#include "domain/commoncause.h"
#include "models/sitemodel.h"

namespace parking::ui {

/// What the silent sensors of a site have in common. Looks again when the model changed, at most
/// once a second.
class CauseWatch : public QObject {
    Q_OBJECT

public:
    explicit CauseWatch(const SiteModel &model, QObject *parent = nullptr);

    const QList<domain::CommonCause> &causes() const { return m_causes; }

Q_SIGNALS:
    void changed();

private:
    void look();
    void lookSoon();

    const SiteModel &m_model;
    QList<domain::CommonCause> m_causes;
    QTimer m_pause; ///< runs for a second after each look
    bool m_isDirty = false;
};

} // namespace parking::ui
