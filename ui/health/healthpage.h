#pragma once

#include "models/situation.h"
#include "theme/theme.h"

#include <QLabel>
#include <QWidget>

class QVBoxLayout;

namespace parking::ui {

/// The page "Health": one sentence, then a row per check: sign, name, value, since, what to do.
class HealthPage : public QWidget {
    Q_OBJECT

public:
    HealthPage(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    QString report() const; ///< as "Copy report" puts it on the clipboard; no secrets in it

private:
    void rebuild();
    QWidget *makeRow(const domain::HealthCheck &check);

    const Situation &m_situation;
    const Theme &m_theme;
    QLabel *m_sentence;
    QLabel *m_figures;
    QVBoxLayout *m_rows;
};

} // namespace parking::ui
